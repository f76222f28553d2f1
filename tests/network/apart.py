"""Runs a program in a network of its own, whose only way out leads to us, and says what it sent there: native
code is heard like any other, and nothing reaches anybody.

    unshare --net python apart.py REPORT COMMAND…      # REPORT gets a line a packet

It takes no part in what the program does: on loopback everything is as ever, and elsewhere nobody answers."""

from __future__ import annotations

import ipaddress
import socket
import struct
import subprocess
import sys
import threading
from pathlib import Path

_SETUP = """
ip link set lo up
ip link add out type veth peer name heard
sysctl -qw net.ipv6.conf.heard.disable_ipv6=1
ip link set heard up
ip addr add 192.0.2.2/24 dev out
ip -6 addr add 2001:db8::2/64 dev out nodad
ip link set out up
ip neigh add 192.0.2.1 lladdr 02:00:00:00:00:01 dev out
ip -6 neigh add 2001:db8::1 lladdr 02:00:00:00:00:01 dev out
ip route add default via 192.0.2.1
ip -6 route add default via 2001:db8::1
"""
_EVERY = 0x0003  # all protocols
_IPV4, _IPV6, _ARP = 0x0800, 0x86DD, 0x0806
_OWN = {0, 58}  # IPv6's own housekeeping, which the kernel sends: hop-by-hop options and ICMPv6


def main(report: str, *command: str) -> int:
    """Run the command, and write down what it sent; its exit status."""
    for line in filter(None, _SETUP.splitlines()):
        done = subprocess.run(line.split(), capture_output=True, text=True, check=False)
        if done.returncode and "sysctl" not in line:
            sys.stderr.write(f"{line}: {done.stderr}")
            return 125
    heard: list[str] = []
    ear = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(_EVERY))
    ear.bind(("heard", 0))
    threading.Thread(target=_listen, args=(ear, heard), daemon=True).start()
    status = subprocess.run(command, check=False).returncode
    Path(report).write_text("\n".join(heard), encoding="utf-8")
    return status


def _listen(ear: socket.socket, heard: list[str]) -> None:
    while True:
        frame = ear.recv(65_535)
        (kind,) = struct.unpack("!H", frame[12:14])
        if kind == _IPV4:
            heard.append(f"{ipaddress.ip_address(frame[30:34])} protocol {frame[23]}{_name(frame[54:])}")
        elif kind == _IPV6 and frame[20] not in _OWN:
            heard.append(f"{ipaddress.ip_address(frame[38:54])} protocol {frame[20]}")
        elif kind == _ARP:
            heard.append(f"{ipaddress.ip_address(frame[38:42])} is looked for")


def _name(query: bytes) -> str:
    """The letters in the question of a name server's, to tell what was looked up."""
    said = "".join(chr(one) if chr(one).isalnum() or one == 45 else "." for one in query[:60])
    return f" {said}" if said.strip(".") else ""


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
