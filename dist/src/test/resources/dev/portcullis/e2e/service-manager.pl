#!/usr/bin/perl
# Stands in for systemd: keeps listening sockets open, starts a program with them, and prints what that tells.
#
#   service-manager.pl [--notify PATH|@NAME] [--watchdog MICROSECONDS] [--listen NAME]... -- COMMAND...
#
# Each --listen is a socket on a free port of 127.0.0.1. Prints "port NAME N" for each; then, for each line on its
# standard input, "started PID" and "ended CODE". What it is told is printed as "told A|B", one line for each datagram.
use strict;
use warnings;
use Socket;
use POSIX ();

$| = 1;
my ($notify, $watchdog, @names, @sockets);
while (@ARGV && (my $option = shift @ARGV) ne '--') {
    $notify = shift @ARGV if $option eq '--notify';
    $watchdog = shift @ARGV if $option eq '--watchdog';
    push @names, shift @ARGV if $option eq '--listen';
}
for my $name (@names) {
    socket(my $socket, AF_INET, SOCK_STREAM, 0) or die "socket: $!";
    bind($socket, sockaddr_in(0, INADDR_LOOPBACK)) or die "bind: $!";
    listen($socket, 128) or die "listen: $!";
    print "port $name ", (sockaddr_in(getsockname($socket)))[0], "\n";
    push @sockets, $socket;
}
my $reader;
if (defined $notify) {
    socket(my $mailbox, AF_UNIX, SOCK_DGRAM, 0) or die "socket: $!";
    (my $place = $notify) =~ s/^@/\0/;
    bind($mailbox, pack_sockaddr_un($place)) or die "bind: $!";
    defined($reader = fork()) or die "fork: $!";
    if ($reader == 0) {
        while (defined recv($mailbox, my $message, 4096, 0)) {
            print "told ", join('|', split(/\n/, $message)), "\n";
        }
        exit 0;
    }
}
while (<STDIN>) {
    defined(my $child = fork()) or die "fork: $!";
    if ($child == 0) {
        # First out of the way, then to where they belong: 3, 4 and so on.
        POSIX::dup2(fileno($sockets[$_]), 50 + $_) for 0 .. $#sockets;
        for (0 .. $#sockets) {
            POSIX::dup2(50 + $_, 3 + $_);
            POSIX::close(50 + $_);
        }
        $ENV{NOTIFY_SOCKET} = $notify if defined $notify;
        $ENV{WATCHDOG_USEC} = $watchdog if defined $watchdog;
        $ENV{WATCHDOG_PID} = $$ if defined $watchdog;
        $ENV{LISTEN_PID} = $$;
        $ENV{LISTEN_FDS} = scalar @sockets;
        $ENV{LISTEN_FDNAMES} = join(':', @names);
        exec { $ARGV[0] } @ARGV or die "exec: $!";
    }
    print "started $child\n";
    waitpid($child, 0);
    print "ended ", ($? & 127 ? "by signal " . ($? & 127) : $? >> 8), "\n";
}
kill 'KILL', $reader if defined $reader;
