package dev.berth.proxy.preflight;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A name server on loopback that knows what it was told, and can fail as real ones do. */
public final class TinyNameServer implements AutoCloseable {

    private final DatagramSocket socket;
    private final Map<String, List<Record>> records = new ConcurrentHashMap<>();
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private final Map<String, Boolean> silent = new ConcurrentHashMap<>();
    private final Set<String> lost = ConcurrentHashMap.newKeySet();

    public TinyNameServer() {
        this(InetAddress.getLoopbackAddress(), 0);
    }

    /** @param port 0 for one that is free */
    public TinyNameServer(InetAddress address, int port) {
        try {
            socket = new DatagramSocket(port, address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::serve, "tiny-name-server");
        thread.setDaemon(true);
        thread.start();
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /** Such as {@code has("a.example", "A", "192.0.2.1")}. */
    public TinyNameServer has(String name, String type, String value) {
        try {
            Name owner = Name.fromString(name + ".");
            Record made = Record.fromString(owner, Type.value(type), DClass.IN, 60, value, Name.root);
            records.computeIfAbsent(owner + type, key -> new ArrayList<>()).add(made);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every question for that name and type ends so, such as {@link Rcode#SERVFAIL}. */
    public TinyNameServer fails(String name, String type, int code) {
        failures.put(name + "." + type, code);
        return this;
    }

    /** Questions for that name and type are not answered. */
    public TinyNameServer isSilent(String name, String type) {
        silent.put(name + "." + type, true);
        return this;
    }

    /** The next question for that name and type is not answered. */
    public TinyNameServer loses(String name, String type) {
        lost.add(name + "." + type);
        return this;
    }

    @Override
    public void close() {
        socket.close();
    }

    private void serve() {
        byte[] buffer = new byte[4096];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                Message question = new Message(java.util.Arrays.copyOf(packet.getData(), packet.getLength()));
                String key = question.getQuestion().getName()
                        + Type.string(question.getQuestion().getType());
                if (!silent.containsKey(key) && !lost.remove(key)) {
                    byte[] answer = answer(question, key).toWire();
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            } catch (IOException e) {
                // The test is over, or somebody spoke nonsense.
            }
        }
    }

    private Message answer(Message question, String key) {
        Message answer = new Message(question.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.RA);
        answer.addRecord(question.getQuestion(), Section.QUESTION);
        String owner = question.getQuestion().getName().toString();
        if (failures.containsKey(key)) {
            answer.getHeader().setRcode(failures.get(key));
        } else if (records.containsKey(key)) {
            records.get(key).forEach(made -> answer.addRecord(made, Section.ANSWER));
        } else if (records.containsKey(owner + "CNAME")) {
            records.get(owner + "CNAME").forEach(made -> answer.addRecord(made, Section.ANSWER));
        } else if (records.keySet().stream().noneMatch(known -> known.startsWith(owner))) {
            answer.getHeader().setRcode(Rcode.NXDOMAIN);
        }
        return answer;
    }
}
