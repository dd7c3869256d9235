# A web server for tests, of what every Debian image has: a process a connection, keep-alive, slow answers, web sockets.
# VERSION is what it answers; KIND says in which way it is broken; PORT is where it listens. It ends at once on SIGTERM.
use strict;
use Digest::SHA qw(sha1_base64);
use IO::Socket::INET;
use Time::HiRes qw(sleep time);

my $version = $ENV{VERSION};
my $kind = $ENV{KIND} // 'good';
my $soon;

if ($kind eq 'exits') { print "cannot find my settings\n"; exit 3; }
if ($kind eq 'deaf') { sleep 1 while 1; }
my $listen = IO::Socket::INET->new(LocalPort => $ENV{PORT} // 8000, Listen => 512, ReuseAddr => 1) or die $!;
$SIG{CHLD} = 'IGNORE';
if ($kind eq 'dies') { $SIG{ALRM} = sub { print "out of luck\n"; exit 4 }; alarm 2; }
while (1) {
    my $client = $listen->accept or next;
    $soon //= time + 2; # after the first look at it, however long its start took
    my $child = fork // next;
    if ($child == 0) { alarm 0; close $listen; serve($client); exit 0; }
    close $client;
}

sub serve {
    my ($client) = @_;
    if ($kind eq 'foreign') { syswrite $client, "220 mail.test ESMTP\r\n"; sysread $client, my $hello, 65536; return; }
    my $got = '';
    while (1) {
        until ($got =~ /\r\n\r\n/) { sysread($client, $got, 65536, length $got) or return; }
        $got =~ s/^(.*?)\r\n\r\n//s;
        my $head = $1;
        my ($path) = $head =~ /^\S+ (\S+)/;
        my $length = $head =~ /^content-length:\s*(\d+)/im ? $1 : 0;
        while (length $got < $length) { sysread($client, $got, 65536, length $got) or return; }
        $got = substr $got, $length;
        return echo($client, $1) if $head =~ /^sec-websocket-key:\s*(\S+)/im;
        sleep 5 if $path eq '/slow';
        my $sick = $kind eq 'sick' && time > $soon;
        my $body = $sick ? 'sick' : "version $version";
        my $status = $sick ? '500 Oops' : '200 OK';
        syswrite $client, "HTTP/1.1 $status\r\nContent-Length: " . length($body) . "\r\nX-Own: yes\r\n\r\n$body" or return;
    }
}

sub echo {
    my ($client, $key) = @_;
    my $accept = sha1_base64($key . '258EAFA5-E914-47DA-95CA-C5AB0DC85B11') . '=';
    syswrite $client, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: $accept\r\n\r\n";
    my $bytes;
    while (sysread $client, $bytes, 65536) { syswrite $client, $bytes or return; }
}
