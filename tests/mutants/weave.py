#!/usr/bin/env python3
"""Mutation testing with one build: all mutants are woven into a copy of the sources, and an environment variable
chooses one. `reports/mutants.md` has the figures.

    pip install tree-sitter tree-sitter-rust
    cargo install cargo-mutants --locked
    cargo mutants --list --json -f 'src/score/**' -f 'src/resolve/**' -f 'src/extract/**' -f 'src/aggregate/**' > all.json
    python3 tests/mutants/weave.py weave all.json 290 ../woven    # draws so many; a copy of this folder with them
    python3 tests/mutants/weave.py run ../woven results.jsonl 200 # the first 200 that compile; may be resumed

Mutants that do not compile are dropped (`dropped` in `../woven/mutants.json`), as `cargo mutants` does. So are those
of constants, which are computed before the variable can be read: they have to be tried one by one.
"""

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import tree_sitter
import tree_sitter_rust

PARSER = tree_sitter.Parser(tree_sitter.Language(tree_sitter_rust.language()))
SWITCH = """
/// Whether this mutant is the chosen one.
pub(crate) fn mutant(number: u32) -> bool {
    static CHOSEN: std::sync::OnceLock<u32> = std::sync::OnceLock::new();
    let chosen = || std::env::var("VERBALE_MUTANT").ok().and_then(|text| text.parse().ok()).unwrap_or(u32::MAX);
    *CHOSEN.get_or_init(chosen) == number
}
"""
# Quick and likely ones first. Left out: modules that test only sources, input or output, and slow ones.
GROUPS = {
    "unit": [],
    "cases": ["cases::"],
    "golden": ["golden::", "stance::", "contrast::"],
    "sentiment": ["sentiment::", "library::"],
    "reports": ["compare::", "copies::", "dates::", "formats::", "exports::"],
    "properties": ["properties::", "states::", "same_bytes::"],
}
# Properties are tried on the same input every time.
FIXED = {"PROPTEST_RNG_SEED": "1", "PROPTEST_DISABLE_FAILURE_PERSISTENCE": "1"}
KINDS = {
    "BinaryOperator": ("binary_expression", "compound_assignment_expr", "let_chain"),
    "UnaryOperator": ("unary_expression",),
    "StructField": ("struct_expression",),
}


class File:
    """A source file and what is put into it."""

    def __init__(self, path):
        self.text = open(path, "rb").read()
        self.lines = self.text.splitlines(keepends=True)
        self.tree = PARSER.parse(self.text).root_node
        self.inserts = []  # (where, what)
        self.wraps = {}  # (start, end) of an expression: [(number, its mutated text)]

    def offset(self, at):
        before = self.lines[at["line"] - 1].decode()[: at["column"] - 1]
        return sum(map(len, self.lines[: at["line"] - 1])) + len(before.encode())

    def add(self, number, one):
        """False: it cannot compile, for a chain with `let` in it allows no `||`."""
        start, end = self.offset(one["span"]["start"]), self.offset(one["span"]["end"])
        node = self.tree.descendant_for_byte_range(start, end)
        genre, new = one["genre"], one["replacement"]
        opens, chosen, closes = f"/*m{number}*/", f"crate::mutant({number})", f"/*e{number}*/"
        if genre == "FnValue":
            while node.type != "function_item":
                node = node.parent
            at = node.child_by_field_name("body").start_byte + 1
            self.inserts.append((at, f"{opens} if {chosen} {{ return {new}; }} {closes}"))
        elif genre in ("MatchArm", "MatchArmGuard"):
            while node.type not in ("match_arm", "match_pattern"):
                node = node.parent
            pattern = node.child_by_field_name("pattern") if node.type == "match_arm" else node
            guard = pattern.child_by_field_name("condition")
            test = f"{chosen} || (" if new == "true" else f"!{chosen} && ("
            if guard:
                self.inserts.append((guard.start_byte, f"{opens} {test}"))
                self.inserts.append((guard.end_byte, f") {closes}"))
            else:
                self.inserts.append((pattern.end_byte, f" if {opens} !{chosen} {closes}"))
        else:
            while node.type not in KINDS[genre]:
                node = node.parent
            # The words are changed, so the operators around it may bind otherwise.
            while node.parent.type in ("binary_expression", "unary_expression"):
                node = node.parent
            if new == "||" and "let_chain" in (node.type, node.parent.type):
                return False
            mutated = self.text[node.start_byte : start] + new.encode() + self.text[end : node.end_byte]
            self.wraps.setdefault((node.start_byte, node.end_byte), []).append((number, mutated))
        return True

    def woven(self):
        events = [(at, 1, 0, text.encode()) for at, text in self.inserts]
        form = b"/*m%d*/ if crate::mutant(%d) { %s } /*e%d*/ else "
        for (start, end), changes in self.wraps.items():
            head = b"".join(form % (number, number, mutated, number) for number, mutated in changes)
            events += [(start, 2, -end, b"(" + head + b"{ "), (end, 0, -start, b" })")]
        out, last = b"", 0
        for at, _, _, text in sorted(events, key=lambda event: event[:3]):
            out, last = out + self.text[last:at] + text, at
        return out + self.text[last:]


def stumbles(woven):
    """Whether it compiles, the numbers of the mutants at which it does not, and what else is wrong."""
    command = ["cargo", "check", "--locked", "--lib", "--message-format", "json"]
    output = subprocess.run(command, cwd=woven, capture_output=True, text=True)
    bad, others = set(), []
    for message in (json.loads(line).get("message") for line in output.stdout.splitlines()):
        if not isinstance(message, dict) or message["level"] != "error" or not message["spans"]:
            continue
        found = []
        for span in sorted(message["spans"], key=lambda span: not span["is_primary"]):
            text = open(os.path.join(woven, span["file_name"]), "rb").read()
            opened = [int(number) for number in re.findall(rb"/\*m(\d+)\*/", text[: span["byte_end"]])]
            found += [number for number in opened[::-1] if b"/*e%d*/" % number not in text[: span["byte_start"]]]
        bad |= set(found[:1])
        others += [] if found else [message["rendered"]]
    return output.returncode == 0, bad, others


def weave(listed, count, woven):
    mutants = sorted(json.load(open(listed)), key=lambda one: (one["file"], one["name"]))
    random.Random(2026).shuffle(mutants)
    mutants = mutants[: int(count)]
    shutil.copytree(".", woven, ignore=shutil.ignore_patterns(".git", "target"), dirs_exist_ok=True)
    with open(os.path.join(woven, "src/lib.rs"), "a") as library:
        library.write(SWITCH)
    dropped, compiles = {}, False
    while not compiles:
        files = {one["file"]: File(one["file"]) for one in mutants}
        for number, one in enumerate(mutants):
            if number not in dropped and not files[one["file"]].add(number, one):
                dropped[number] = one["name"]
        for path, file in files.items():
            with open(os.path.join(woven, path), "wb") as out:
                out.write(file.woven())
        compiles, bad, others = stumbles(woven)
        if not compiles and not bad:
            sys.exit("\n".join(others))
        dropped |= {number: mutants[number]["name"] for number in bad}
    print(f"{len(dropped)} do not compile", *dropped.values(), sep="\n")
    with open(os.path.join(woven, "mutants.json"), "w") as out:
        json.dump({"mutants": mutants, "dropped": dropped}, out, indent=1)


def test(woven, command, number, limit):
    """The tests that failed before it was stopped, and how long it took in seconds."""
    began = time.monotonic()
    environment = os.environ | FIXED | {"VERBALE_MUTANT": str(number)}
    # Some mutants never end, or want all the memory there is.
    command = ["nice", "-n", "19", "prlimit", f"--as={12 << 30}", *command, "--test-threads=2"]
    with tempfile.NamedTemporaryFile() as out:
        child = subprocess.Popen(command, cwd=woven, env=environment, stdout=out, stderr=out, start_new_session=True)
        code, printed = None, ""
        while code is None and "FAILED\n" not in printed and time.monotonic() - began < limit:
            time.sleep(0.1)
            code = child.poll()
            printed = open(out.name, errors="replace").read()
        try:
            os.killpg(child.pid, signal.SIGKILL)  # Also what the tests started.
        except ProcessLookupError:
            pass
        child.wait()
    failed = re.findall(r"^test (\S+) .*FAILED$", printed, re.MULTILINE)
    end = [] if code == 0 else ["timeout"] if code is None else [f"exit {code}"]
    return failed or end, round(time.monotonic() - began, 1)


def run(woven, results, count, *groups):
    command = ["cargo", "test", "--locked", "--no-run", "--message-format", "json"]
    built = subprocess.run(command, cwd=woven, stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()
    tests = {one["target"]["kind"][0]: one["executable"] for one in map(json.loads, built) if one.get("executable")}
    commands = {name: [tests["lib" if name == "unit" else "test"], *GROUPS[name]] for name in groups or GROUPS}
    known = {}
    if os.path.exists(results):
        known = {result["number"]: result for result in map(json.loads, open(results))}
    limits = {}
    for name, command in commands.items():
        failed, took = test(woven, command, -1, 3600)
        print(f"without a mutant: {name} {took} s {failed}", flush=True)
        limits[name] = max(60, 5 * took)
    listed = json.load(open(os.path.join(woven, "mutants.json")))
    viable = [(at, one["name"]) for at, one in enumerate(listed["mutants"]) if str(at) not in listed["dropped"]]
    for number, mutant in viable[: int(count)]:
        result = dict(known.get(number) or {"number": number, "name": mutant, "caught": None})
        for name in (name for name in commands if name not in result and not result["caught"]):
            failed, result[name] = test(woven, commands[name], number, limits[name])
            if failed:
                result |= {"caught": name, "by": failed}
        if result != known.get(number):
            with open(results, "a") as out:
                out.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    {"weave": weave, "run": run}[sys.argv[1]](*sys.argv[2:])
