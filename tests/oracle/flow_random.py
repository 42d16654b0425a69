"""Flows that nobody wrote: a script with hooks and targets, and what its peers do, by a number."""
import random

SCRIPT = """modparam("tm", "retr_timer1", 8000)
modparam("tm", "retr_timer2", 8000)
modparam("tm", "fr_timer", 20000)
modparam("tm", "fr_inv_timer", 20000)
modparam("tm", "wt_timer", 8000)
%(parameters)srequest_route {
    xlog("request $rm\\n");
    %(record)sroute(WITHIN);
    %(branches)st_on_branch("BRANCH");
    t_on_reply("ANSWER");
    t_on_branch_failure("EACH");
    t_on_failure("FIRST");
    t_relay();
    xlog("relayed, rc=$rc\\n");
}

branch_route[BRANCH] {
    xlog("branch_route $T_branch_idx $ru\\n");
}

reply_route {
    xlog("reply_route $rs $rm from $si\\n");
}

onreply_route[ANSWER] {
    xlog("onreply_route $rs of branch $T_branch_idx\\n");
%(onreply)s}

event_route[tm:branch-failure:EACH] {
    xlog("branch-failure $T_reply_code of branch $T_branch_idx\\n");
}

failure_route[FIRST] {
    xlog("failure_route $T_reply_code\\n");
    if (t_is_canceled()) xlog("cancelled\\n");
    if (t_any_replied()) xlog("any replied\\n");
    if (t_branch_replied()) xlog("branch replied\\n");
    if (t_grep_status("486")) xlog("there is a 486\\n");
%(failure)s}

failure_route[SECOND] {
    xlog("second failure_route $T_reply_code\\n");
}
"""
BRANCHES = ("", 'append_branch("sip:bob@127.0.0.4");\n    ',
            'append_branch("sip:bob@127.0.0.4");\n    append_branch("sip:bob@127.0.0.5");\n    ')
FAILURES = ("", '    $ru = "sip:bob@127.0.0.6";\n    t_on_failure("SECOND");\n    t_relay();\n    xlog("rc=$rc\\n");\n',
            '    if (t_check_status("4..")) t_reply("480", "By the Script");\n    xlog("rc=$rc\\n");\n',
            '    t_drop_replies();\n    $ru = "sip:bob@127.0.0.6";\n    t_relay();\n    xlog("rc=$rc\\n");\n')
ONREPLIES = ("", "    if ($rs == 183) drop;\n", '    if ($rs == 486) change_reply_status("404", "Changed");\n')
PARAMETERS = ("", 'modparam("tm", "failure_reply_mode", 1)\n', 'modparam("tm", "remap_503_500", 0)\n',
              'modparam("tm", "cancel_b_method", 2)\n', 'modparam("tm", "cancel_b_method", 0)\n',
              'modparam("tm", "relay_100", 1)\n', 'modparam("tm", "aggregate_challenges", 0)\n')
PROVISIONAL = (100, 180, 180, 183)
FINAL = (200, 200, 302, 401, 404, 407, 480, 486, 500, 503, 600, 603)


def callee_step(pick, name):
    what = pick.random()
    if what < 0.35:
        return f"{name} -> {pick.choice(PROVISIONAL)} to INVITE"
    if what < 0.65:
        code = pick.choice(FINAL)
        field = {401: "\n    WWW-Authenticate: Digest realm=\"%s\"", 407: "\n    Proxy-Authenticate: Digest realm=\"%s\"",
                 302: "\n    Contact: <sip:%s@192.0.2.1>"}.get(code, "")
        return f"{name} -> {code} to INVITE" + (field % name if field else "")
    if what < 0.8:
        return f"{name} -> 200 to CANCEL"
    if what < 0.9:
        return f"{name} -> 487 to INVITE"
    return f"{name} -> again {pick.choice((180, 200, 486, 487))}"


def random_flow(number):
    """The text of a flow. Its peers leave out the steps that cannot be."""
    pick = random.Random(number)
    branches, failure = pick.choice(BRANCHES), pick.choice(FAILURES)
    script = SCRIPT % {"branches": branches, "failure": failure, "onreply": pick.choice(ONREPLIES),
                       "parameters": pick.choice(PARAMETERS),
                       "record": 'if (is_method("INVITE")) record_route();\n    ' if pick.random() < 0.3 else ""}
    callees = ["one", "two", "three"][:1 + branches.count("append")] + ["four"] * ("127.0.0.6" in failure)
    steps = ["caller -> INVITE"]
    for _ in range(pick.randrange(6, 24)):
        what = pick.random()
        if what < 0.06:
            steps.append("caller -> CANCEL")
        elif what < 0.12:
            steps.append(f"caller -> again {pick.choice(('INVITE', 'INVITE', 'CANCEL', 'ACK'))}")
        elif what < 0.25:
            steps.append("caller -> ACK")
        elif what < 0.28:
            steps.append("caller -> BYE")
        else:
            steps.append(callee_step(pick, pick.choice(callees)))
    play = "\n".join(steps)
    return f"# Flow number {number}.\n\n== script\n{script}\n== play\n{play}\n"
