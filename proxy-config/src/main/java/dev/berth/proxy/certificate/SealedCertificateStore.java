package dev.berth.proxy.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.proxy.file.AtomicFile;
import dev.berth.proxy.file.FileFailure;
import dev.berth.proxy.route.HostName;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A directory, 0700, with one sealed file a name, one an account and one for the ledger, each 0600 and written whole or
 * not at all. Files are read once, when it is opened. One that is not understood is renamed to {@code ….broken-1} and
 * named in {@link #broken}, for as long as it lies there; all else works. Safe for several threads; one daemon at a time.
 */
public final class SealedCertificateStore implements CertificateStore {
    private static final String NAME = ".certificate";
    private static final String ACCOUNT = ".account";
    private static final String LEDGER = "orders.ledger";
    private static final String TEMPORARY = ".tmp";
    private static final String BROKEN = ".broken-";

    /** Longer names of hosts are cut, so that the whole name of a file has less than 255 characters. */
    private static final int READABLE = 180;

    private final Path directory;
    private final Seal seal;
    private final SortedMap<HostName, NameRecord> names = new TreeMap<>();
    private final Map<String, Account> accounts = new TreeMap<>();
    private final Map<Path, String> reasons = new TreeMap<>();
    private OrderLedger ledger = OrderLedger.EMPTY;

    private SealedCertificateStore(Path directory, Seal seal) {
        this.directory = directory;
        this.seal = seal;
    }

    /**
     * Opens the directory, makes it when it is missing, and clears what a crash has left behind. What the seal throws of a
     * file that another key sealed passes through, and everything stays as it is.
     *
     * @throws FileFailure when the file system refuses
     */
    public static SealedCertificateStore open(Path directory, Seal seal) {
        SealedCertificateStore opened = new SealedCertificateStore(directory, seal);
        opened.make();
        opened.files(TEMPORARY).forEach(left -> AtomicFile.of(left, directory).delete());
        opened.files(NAME).forEach(file -> opened.load(file, StoredForm::name, opened::keep));
        opened.files(ACCOUNT)
                .forEach(file -> opened.load(
                        file,
                        StoredForm::account,
                        account -> opened.accounts.put(file.getFileName().toString(), account)));
        opened.files(LEDGER).forEach(file -> opened.load(file, StoredForm::ledger, all -> opened.ledger = all));
        return opened;
    }

    @Override
    public synchronized void probe() {
        AtomicFile file = file("probe");
        file.delete();
        // As much as a certificate with its chain and key takes.
        file.write(new byte[16 * 1024]);
        file.delete();
    }

    @Override
    public synchronized List<NameRecord> all() {
        return List.copyOf(names.values());
    }

    @Override
    public synchronized Optional<NameRecord> find(HostName name) {
        return Optional.ofNullable(names.get(name));
    }

    @Override
    public synchronized void put(NameRecord record) {
        write(fileName(record.name()), StoredForm.of(record));
        names.put(record.name(), record);
    }

    @Override
    public synchronized void remove(HostName name) {
        file(fileName(name)).delete();
        names.remove(name);
    }

    @Override
    public synchronized List<String> broken() {
        SortedSet<Path> lying = new TreeSet<>(files(""));
        lying.removeIf(file -> !file.getFileName().toString().contains(BROKEN) && !reasons.containsKey(file));
        return lying.stream()
                .map(file -> file
                        + Optional.ofNullable(reasons.get(file))
                                .map(why -> ": " + why)
                                .orElse(""))
                .toList();
    }

    @Override
    public synchronized Optional<Account> account(URI authority) {
        return Optional.ofNullable(accounts.get(fileName(authority)));
    }

    @Override
    public synchronized void put(URI authority, Account account) {
        write(fileName(authority), StoredForm.of(authority, account));
        accounts.put(fileName(authority), account);
    }

    @Override
    public synchronized void removeAccount(URI authority) {
        file(fileName(authority)).delete();
        accounts.remove(fileName(authority));
    }

    @Override
    public synchronized OrderLedger ledger() {
        return ledger;
    }

    @Override
    public synchronized void put(OrderLedger newLedger) {
        write(LEDGER, StoredForm.of(newLedger));
        ledger = newLedger;
    }

    private void write(String name, byte[] text) {
        file(name).write(seal.seal("certificates/" + name, text));
    }

    private <T> void load(Path file, Function<byte[], T> form, Consumer<T> sink) {
        String name = file.getFileName().toString();
        try {
            byte[] sealed = AtomicFile.of(file, directory).read().orElse(new byte[0]);
            Optional<byte[]> text = seal.open("certificates/" + name, sealed);
            if (text.isPresent()) {
                sink.accept(form.apply(text.get()));
            } else {
                setAside(file, "it was changed since it was written");
            }
        } catch (IllegalArgumentException | FileFailure e) {
            setAside(file, e.getMessage());
        }
    }

    private void keep(NameRecord record) {
        names.put(record.name(), record);
    }

    /** One that cannot even be renamed is named where it lies. */
    private void setAside(Path file, String why) {
        for (int i = 1; ; i++) {
            Path aside = directory.resolve(file.getFileName() + BROKEN + i);
            if (!Files.exists(aside)) {
                try {
                    Files.move(file, aside);
                    reasons.put(aside, why);
                } catch (IOException e) {
                    reasons.put(file, why);
                }
                return;
            }
        }
    }

    /** Of characters that no host name has, only {@code _} comes in, for the star of a wildcard. */
    private static String fileName(HostName name) {
        String text = name.text().replace('*', '_');
        return (text.length() <= READABLE ? text : text.substring(0, READABLE) + "_" + hash(text)) + NAME;
    }

    private static String fileName(URI authority) {
        return hash(authority.toString()) + ACCOUNT;
    }

    private static String hash(String text) {
        try {
            byte[] whole = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(whole, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private AtomicFile file(String name) {
        return AtomicFile.of(directory.resolve(name), directory);
    }

    private void make() {
        try {
            var ownerOnly = PosixFilePermissions.fromString("rwx------");
            Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(ownerOnly));
            Files.setPosixFilePermissions(directory, ownerOnly);
        } catch (IOException e) {
            throw FileFailure.of("make directory", directory, e);
        }
    }

    private SortedSet<Path> files(String suffix) {
        SortedSet<Path> files = new TreeSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(
                directory,
                entry -> Files.isRegularFile(entry) && entry.toString().endsWith(suffix))) {
            entries.forEach(files::add);
        } catch (IOException e) {
            throw FileFailure.of("list", directory, e);
        }
        return files;
    }
}
