"""Mistakes this protocol is there to prevent. The server and the phone of the model make those they are told to."""

Bugs = frozenset[str]

BUGS: dict[str, str] = {
    "no_dedupe": "every op that comes is a new one",
    "rev_before_dedupe": "a retry meets the revision it made itself, and the phone makes the change anew",
    "shift_first": "out of the outbox first, sent then",
    "any_200": "every answer with status 200 means sent",
    "no_digest": "bytes are kept under the name they came with",
    "submit_no_blobs": "a hand-in is taken without its pictures",
    "purge_on_op": "a picture may go as soon as the op that names it has arrived",
    "purge_unchecked": "two weeks are enough, whether any backup has it or not",
    "no_epoch": "whatever history a phone knows, it is ours",
    "seq_gap": "a pull passes over a number whose commit is not seen yet",
    "gap_accepted": "an op is taken although an earlier one of its line is missing",
    "wrong_author": "whoever is signed in sends everything on the phone, as their own",
    "drop_403": "what is not allowed is refused, and the phone throws it away",
    "logout_clears": "whoever takes the phone finds it empty",
    "lww_silent": "the last one to write wins, and nobody hears of it",
    "base_rev_only": "a clash is judged by the revision the author saw, not by the value",
    "mutate_in_place": "an own op is written into the server's copy, and stays there when it was held",
    "receipt_hides": "what has a receipt is out of the view until the next pull",
    "forget_after_ack": "what has a receipt is not kept",
    "receipt_no_chain": "a receipt says nothing about the history it belongs to",
    "newest_check_only": "the first receipt of a restored server hides the restore from who holds earlier ones",
    "pull_unchecked": "while receipts are to be checked, the point a pull came from is not kept",
    "trust_sent": "a picture once sent is never offered again, whatever the server was restored from",
    "lost_is_here": "what one person declares lost counts as if it had come",
    "unreadable_goes_without": "a picture the phone cannot read is left out without a word",
    "never_given_up": "nobody can say that a picture is lost: the slip waits for ever",
    "pen_ignored": "the crew goes on writing in what was handed in",
    "push_unlooked": "a restored server takes new ops of a phone that has been further than it and has not looked",
}
DIRECTED: dict[str, str] = {  # random runs hardly ever meet these; each has a test of its own
}
