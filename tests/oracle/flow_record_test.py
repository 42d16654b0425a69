#!/usr/bin/env python3
"""What flows_test.py lets pass and what it notices: naming of tags and branches, delays, fields."""
import unittest

from flow_file import Flow, Step
from flow_peers import Message, edited, write
from flow_random import random_flow
from flow_record import Names, alike, message_lines


class Wire:
    """As much of a play as Names looks at: what the peers sent."""

    def __init__(self, *sent):
        self.peers = {"caller": self}
        self.sent = [Message(data) for data in sent]


VIA = "SIP/2.0/UDP 127.0.0.1;branch="
INVITE = write("INVITE sip:bob@127.0.0.3 SIP/2.0", [("Via", VIA + "z9hG4bKmine"), ("From", "<sip:a@a>;tag=mine"),
                                                     ("To", "<sip:b@b>"), ("Call-ID", "call"), ("CSeq", "1 INVITE")])


def reply(branch, tag, code="486 Busy Here"):
    return write(f"SIP/2.0 {code}", [("Via", VIA + branch), ("From", "<sip:a@a>;tag=mine"),
                                     ("To", f"<sip:b@b>;tag={tag}"), ("Call-ID", "call"), ("CSeq", "1 INVITE")])


def lines_of(*datagrams):
    names, before, lines = Names(Wire(INVITE)), None, []
    for data in datagrams:
        message = Message(data)
        message.delay, message.again = 0.0, False
        lines += message_lines(message, before, names)
        before = message
    return "\n".join(lines)


class Record(unittest.TestCase):
    def test_names_of_the_server_do_not_matter(self):
        self.assertEqual(lines_of(reply("z9hG4bKmine", "a.1")), lines_of(reply("z9hG4bKmine", "weir-2")))

    def test_but_those_of_the_peers_do(self):
        self.assertNotEqual(lines_of(reply("z9hG4bKmine", "mine")), lines_of(reply("z9hG4bKmine", "other")))
        self.assertIn("branch=z9hG4bKmine", lines_of(reply("z9hG4bKmine", "a")))

    def test_the_same_name_twice_is_not_two_names(self):
        self.assertNotEqual(lines_of(reply("x", "a"), reply("x", "a")), lines_of(reply("x", "a"), reply("y", "a")))

    def test_branches_are_told_apart_and_tags_are_not(self):
        self.assertEqual(lines_of(reply("x", "a"), reply("x", "a")), lines_of(reply("x", "a"), reply("x", "b")))

    def test_equal_fields_are_names_only(self):
        self.assertEqual(lines_of(reply("x", "a"), reply("x", "a", "487 Gone")).split("\n")[-2:],
                         ["  SIP/2.0 487 Gone", "    Via From To Call-ID CSeq"])

    def test_order_of_fields_is_seen(self):
        turned = Message(reply("x", "a"))
        turned = write(turned.start, turned.fields[::-1])
        self.assertNotEqual(lines_of(reply("x", "a")), lines_of(turned))

    def test_delays_have_a_tolerance(self):
        self.assertTrue(alike("one\n  408 [1500 ms]", "one\n  408 [1700 ms]"))
        self.assertTrue(alike("one\n  408", "one\n  408 [400 ms]"))
        self.assertFalse(alike("one\n  408", "one\n  408 [500 ms]"))
        self.assertFalse(alike("one\n  408 [1500 ms]", "one\n  408 [2500 ms]"))
        self.assertFalse(alike("one\n  408 [1500 ms]", "one\n  408"))

    def test_everything_else_has_none(self):
        self.assertFalse(alike("log\n  a\n  b", "log\n  b\n  a"))
        self.assertFalse(alike("log\n  a", "log\n  a\n  a"))
        self.assertFalse(alike("outcome complete", "outcome the server ended"))


class Play(unittest.TestCase):
    def test_edits(self):
        fields = [("Via", "v"), ("Contact", "c"), ("Content-Length", "0")]
        self.assertEqual(edited(fields, ["Contact: d"]), [("Via", "v"), ("Contact", "d"), ("Content-Length", "0")])
        self.assertEqual(edited(fields, ["Contact:"]), [("Via", "v"), ("Content-Length", "0")])
        self.assertEqual(edited(fields, ["+Contact: d"])[1:3], [("Contact", "c"), ("Contact", "d")])
        self.assertEqual(edited(fields, ["Reason: r"])[2], ("Reason", "r"))

    def test_steps(self):
        step = Step("here", "one -> 486 Busy Now to INVITE.2")
        self.assertEqual((step.peer, step.sends, step.what, step.reason, step.to), ("one", True, "486", "Busy Now", ("INVITE", 2)))
        self.assertEqual(Step("here", "pause 300").pause, 300)
        for text in ("one > INVITE", "nobody -> INVITE", "one -> invite", "one <- 99", "pause"):
            with self.assertRaises(SystemExit):
                Step("here", text)

    def test_a_flow_without_its_sections_is_refused(self):
        with self.assertRaises(SystemExit):
            Flow(__file__)

    def test_a_number_is_always_the_same_flow(self):
        self.assertEqual(random_flow(7), random_flow(7))
        self.assertNotEqual(random_flow(7), random_flow(8))
        for number in range(200):
            self.assertGreater(len(Flow(f"random_{number}.flow", random_flow(number)).steps), 6)


if __name__ == "__main__":
    unittest.main()
