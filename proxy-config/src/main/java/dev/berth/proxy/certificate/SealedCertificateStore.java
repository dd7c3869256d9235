package dev.berth.proxy.certificate;

import static dev.berth.proxy.certificate.StoredName.ACCOUNT;
import static dev.berth.proxy.certificate.StoredName.LEDGER;
import static dev.berth.proxy.certificate.StoredName.NAME;
import static dev.berth.proxy.certificate.StoredName.RECORDS;

import dev.berth.proxy.file.AtomicFile;
import dev.berth.proxy.file.FileFailure;
import dev.berth.proxy.route.HostName;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory, 0700, with one sealed file a name, one an account, one for the ledger and one for DNS records, each 0600 and written whole or
 * not at all. Files are read once, when it is opened; one that the file system does not give out stays as it is and is
 * read by {@link #readAgain}. One that was read and is not understood is renamed to {@code ….broken-1} and named in
 * {@link #broken}, for as long as it lies there; all else works. Safe for several threads; one daemon at a time.
 */
public final class SealedCertificateStore implements CertificateStore {
    private static final Logger LOG = LoggerFactory.getLogger(SealedCertificateStore.class);
    private static final String TEMPORARY = ".tmp";
    private static final String BROKEN = ".broken-";

    private final Path directory;
    private final Seal seal;
    private final SortedMap<HostName, NameRecord> names = new TreeMap<>();
    private final Map<String, Account> accounts = new TreeMap<>();
    private final Map<Path, String> reasons = new TreeMap<>();
    /** Those that lie there and were not read yet; empty until the directory could be listed. */
    private Optional<SortedSet<Path>> waiting = Optional.empty();

    private Unread unread = Unread.NOTHING;
    /** Those that are laid, by earlier runs too. */
    private final Set<DnsRecord> records = new LinkedHashSet<>();
    /** Of those, the ones of this run. */
    private final Set<DnsRecord> laid = new HashSet<>();

    private Optional<OrderLedger> ledger = Optional.empty();

    private SealedCertificateStore(Path directory, Seal seal) {
        this.directory = directory;
        this.seal = seal;
    }

    /**
     * Opens the directory, makes it when it is missing, and clears what a crash has left behind. What the seal throws of a
     * file that another key sealed passes through, and everything stays as it is. Where the file system refuses,
     * {@link #unread} tells it.
     */
    public static SealedCertificateStore open(Path directory, Seal seal) {
        SealedCertificateStore opened = new SealedCertificateStore(directory, seal);
        opened.readAll();
        return opened;
    }

    @Override
    public synchronized void readAgain() {
        if (!unread.isEmpty()) {
            readAll();
        }
    }

    private void readAll() {
        SortedMap<String, FileFailure> left = new TreeMap<>();
        try {
            if (waiting.isEmpty()) {
                make();
                regular(TEMPORARY).forEach(this::clear);
                waiting = Optional.of(files(entry -> isOurs(entry.getFileName().toString())));
            }
            waiting.get().removeIf(file -> isLoaded(file, left));
            ledger(left);
            unread = Unread.only(left);
        } catch (FileFailure e) {
            unread = Unread.everything(e);
        }
    }

    /** One that was lost is made of all names, or not yet. */
    private void ledger(SortedMap<String, FileFailure> left) {
        if (ledger.isPresent() || left.containsKey(LEDGER)) {
            return;
        }
        Optional<FileFailure> name = left.keySet().stream()
                .filter(file -> file.endsWith(NAME))
                .findFirst()
                .map(left::get);
        name.ifPresentOrElse(e -> left.put(LEDGER, e), () -> ledger = Optional.of(LostLedger.of(names.values())));
    }

    @Override
    public synchronized Unread unread() {
        return unread;
    }

    @Override
    public synchronized void probe() {
        requireRead("");
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
        write(StoredName.of(record.name()), StoredForm.of(record));
        names.put(record.name(), record);
    }

    @Override
    public synchronized void remove(HostName name) {
        requireRead(StoredName.of(name));
        file(StoredName.of(name)).delete();
        names.remove(name);
    }

    @Override
    public synchronized List<String> broken() {
        if (unread.directory().isPresent()) {
            return List.of();
        }
        SortedSet<Path> lying = regular("");
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
        requireRead(StoredName.of(authority));
        return Optional.ofNullable(accounts.get(StoredName.of(authority)));
    }

    @Override
    public synchronized void put(URI authority, Account account) {
        write(StoredName.of(authority), StoredForm.of(authority, account));
        accounts.put(StoredName.of(authority), account);
    }

    @Override
    public synchronized void removeAccount(URI authority) {
        requireRead(StoredName.of(authority));
        file(StoredName.of(authority)).delete();
        accounts.remove(StoredName.of(authority));
    }

    @Override
    public synchronized OrderLedger ledger() {
        return ledger.orElse(OrderLedger.EMPTY);
    }

    @Override
    public synchronized void put(OrderLedger newLedger) {
        write(LEDGER, StoredForm.of(newLedger));
        ledger = Optional.of(newLedger);
    }

    @Override
    public synchronized void lay(DnsRecord record) {
        Set<DnsRecord> next = new LinkedHashSet<>(records);
        next.add(record);
        keepRecords(next);
        laid.add(record);
    }

    @Override
    public synchronized void cleared(DnsRecord record) {
        Set<DnsRecord> next = new LinkedHashSet<>(records);
        if (next.remove(record)) {
            keepRecords(next);
        }
        laid.remove(record);
    }

    private void keepRecords(Set<DnsRecord> next) {
        requireRead(RECORDS);
        if (next.isEmpty()) {
            file(RECORDS).delete();
        } else {
            write(RECORDS, StoredForm.of(next));
        }
        records.clear();
        records.addAll(next);
    }

    @Override
    public synchronized Set<DnsRecord> left() {
        Set<DnsRecord> left = new LinkedHashSet<>(records);
        left.removeAll(laid);
        return left;
    }

    private void write(String name, byte[] text) {
        requireRead(name);
        file(name).write(seal.seal("certificates/" + name, text));
    }

    /** Nothing is put in the place of what is there and not known. */
    private void requireRead(String name) {
        unread.of(name).ifPresent(e -> {
            throw e;
        });
    }

    private static boolean isOurs(String file) {
        return file.endsWith(NAME) || file.endsWith(ACCOUNT) || file.equals(LEDGER) || file.equals(RECORDS);
    }

    /** Whether that file needs no other look. */
    private boolean isLoaded(Path file, SortedMap<String, FileFailure> left) {
        String name = file.getFileName().toString();
        try {
            AtomicFile.of(file, directory).read().ifPresent(whole -> load(file, name, whole));
            return true;
        } catch (FileFailure e) {
            left.put(name, e);
            return false;
        }
    }

    private void load(Path file, String name, byte[] whole) {
        if (name.endsWith(NAME)) {
            load(file, whole, StoredForm::name, this::keep);
        } else if (name.endsWith(ACCOUNT)) {
            load(file, whole, StoredForm::account, account -> accounts.put(name, account));
        } else if (name.equals(RECORDS)) {
            load(file, whole, StoredForm::records, records::addAll);
        } else {
            load(file, whole, StoredForm::ledger, all -> ledger = Optional.of(all));
        }
    }

    private <T> void load(Path file, byte[] whole, Function<byte[], T> form, Consumer<T> sink) {
        Optional<byte[]> text = seal.open("certificates/" + file.getFileName(), whole);
        if (text.isEmpty()) {
            setAside(file, "it was changed since it was written");
            return;
        }
        try {
            sink.accept(form.apply(text.get()));
        } catch (IllegalArgumentException e) {
            setAside(file, e.getMessage());
        }
    }

    /** One that stays is in nobody's way: who writes takes it away first. */
    private void clear(Path left) {
        try {
            AtomicFile.of(left, directory).delete();
        } catch (FileFailure e) {
            LOG.warn("what a crash has left behind stays: {}", e.getMessage());
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

    private SortedSet<Path> regular(String suffix) {
        return files(entry -> Files.isRegularFile(entry) && entry.toString().endsWith(suffix));
    }

    private SortedSet<Path> files(DirectoryStream.Filter<Path> filter) {
        SortedSet<Path> files = new TreeSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, filter)) {
            entries.forEach(files::add);
        } catch (DirectoryIteratorException e) {
            throw FileFailure.of("list", directory, e.getCause());
        } catch (IOException e) {
            throw FileFailure.of("list", directory, e);
        }
        return files;
    }
}
