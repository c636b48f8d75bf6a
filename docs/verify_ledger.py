"""Checks a ledger of Handzettel, with nothing but Python: its hashes, its chain, its numbers.

    python verify_ledger.py FILE [SEQ CHAIN]...

FILE is what `handzettel ledger export` wrote, or `tables/entry.jsonl` of a backup. SEQ and CHAIN are from a receipt, as
every phone keeps them: whoever has one can see that the ledger still holds what it held then. A ledger whose end was
cut off is recognised by a receipt only. Exit status: 0 it holds, 1 it does not, 2 the file cannot be read.
"""

import hashlib
import json
import sys

GENESIS = "0" * 64


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def check(lines, receipts):
    """What is wrong, in words; each entry that is broken is named once, by the first thing wrong with it."""
    last, chain, problems = 0, GENESIS, []
    for number, line in enumerate(lines, 1):
        try:
            entry = json.loads(line)
            said = sha256(f"{chain}{entry['op_id']}{entry['hash']}")
            wrong = (
                (entry["seq"] != last + 1 and f"follows on {last}")
                or (sha256(entry["op"]) != entry["hash"] and "op and hash differ")
                or (json.loads(entry["op"])["op_id"] != entry["op_id"] and "its op has another id")
                or (entry["chain"] != said and "the chain is broken")
            )
            last, chain = entry["seq"], entry["chain"]
        except (ValueError, KeyError, TypeError, RecursionError):
            problems.append(f"line {number}: not an entry")
            continue
        if wrong:
            problems.append(f"entry {last}: {wrong}")
        if receipts.pop(last, chain) != chain:
            problems.append(f"entry {last}: not the one of the receipt")
    return problems + [f"entry {seq}: missing, there is a receipt for it" for seq in receipts], last


def main(arguments):
    try:
        path, *said = arguments
        receipts = {int(seq): chain for seq, chain in zip(said[::2], said[1::2], strict=True)}
        with open(path, encoding="utf-8") as file:
            problems, last = check(file, receipts)
    except (OSError, ValueError) as error:
        print(error if str(error) else __doc__, file=sys.stderr)
        return 2
    print("\n".join(problems) or f"{last} entries: the chain holds from the first one on")
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
