"""The command line: `mazuippo`, or `python -P -m assistant`. Imports late, so that help comes at once."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, NoReturn

from assistant.account_options import add_account_command
from assistant.bench_options import add_bench_command
from assistant.corpus_options import add_corpus_command
from assistant.startup import begin_start, end_start
from assistant.texts import text

HOST, PORT = "127.0.0.1", 7860


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; exit status 0 done, 1 something that the user can mend (said on stderr), 2 wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        # UTF-8 on every system: a Windows console would else be cp932, a pipe whatever the locale says.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace" if stream is sys.stderr else "strict")
    _be_quiet()
    begin_start()
    options = _parsed(arguments)
    from assistant.errors import sentence
    from corpus.errors import MazuippoError

    try:
        return int(options.run(options))
    except MazuippoError as error:
        say(sentence(error))
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Who reads our output has gone; nothing may be written to it at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def say(sentence: str) -> None:
    """A line for the user that is not output."""
    print(sentence, file=sys.stderr, flush=True)


def _be_quiet() -> None:
    """Telemetry off, and no outside host asked for anything, before a library is imported."""
    for name, value in {
        "ANONYMIZED_TELEMETRY": "False",
        "GRADIO_ANALYTICS_ENABLED": "False",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "DO_NOT_TRACK": "1",
        "LANGSMITH_TRACING": "false",
        "TOKENIZERS_PARALLELISM": "false",
    }.items():
        os.environ[name] = value


class _Parser(argparse.ArgumentParser):
    """argparse in Japanese."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(2, text("cli.wrong_usage", message=message) + "\n")

    def format_usage(self) -> str:
        return super().format_usage().replace("usage:", f"{text('cli.usage')}:")

    def format_help(self) -> str:
        return super().format_help().replace("usage:", f"{text('cli.usage')}:")


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = _new_parser(prog="mazuippo", description=text("cli.description"))
    parser.add_argument("--version", action="version", version=version("mazuippo"), help=text("cli.version"))
    commands = parser.add_subparsers(title=text("cli.commands"), required=True, dest="command", parser_class=_Parser)
    chat = _new_command(commands, "chat", _chat)
    chat.add_argument("--host", default=HOST, help=text("cli.host", default=HOST))
    chat.add_argument("--port", type=_port, default=PORT, help=text("cli.port", default=PORT))
    chat.add_argument("--corpus", help=text("cli.corpus"))
    ask = _new_command(commands, "ask", _ask)
    ask.add_argument("question", nargs="?", help=text("cli.question"))
    ask.add_argument("--json", action="store_true", help=text("cli.json"))
    ask.add_argument("--follow", action="append", default=[], metavar="Q", help=text("cli.follow"))
    ask.add_argument("--mode", choices=("extractive", "model"), default="extractive", help=text("cli.mode"))
    ask.add_argument("--corpus", metavar="NAME", help=text("cli.corpus"))
    ask.add_argument("--explain", action="store_true", help=text("cli.explain"))
    ask.add_argument("--batch", metavar="FILE", help=text("cli.batch"))
    setup = _new_command(commands, "setup", _setup)
    setup.add_argument("--corpus", metavar="NAME", help=text("cli.corpus"))
    measure = _new_command(commands, "eval", _eval)
    measure.add_argument("file", nargs="?", type=Path, metavar="FILE", help=text("cli.eval_file"))
    measure.add_argument("--squad", type=Path, metavar="FILE", help=text("cli.eval_squad"))
    measure.add_argument("--checker", type=Path, nargs="+", metavar="FILE", help=text("cli.eval_checker"))
    measure.add_argument("--json", action="store_true", help=text("cli.json"))
    measure.add_argument("--fail-under", action="append", default=[], metavar="F=N", help=text("cli.eval_fail_under"))
    measure.add_argument("--corpus", metavar="NAME", help=text("cli.corpus"))
    add_bench_command(commands, _new_command)
    add_corpus_command(commands, _new_command)
    add_account_command(commands, _new_command)
    options = parser.parse_args(arguments)
    if options.command == "eval" and sum(x is not None for x in (options.file, options.squad, options.checker)) > 1:
        measure.error(text("cli.usage_eval"))
    if options.command == "ask":
        if options.batch is not None and (options.question is not None or options.follow):
            ask.error(text("cli.usage_batch"))
        if options.batch is None and options.question is None:
            ask.error(text("cli.usage_question"))
    return options


def _port(value: str) -> int:
    if value.isdecimal() and int(value) < 2**16:
        return int(value)
    raise argparse.ArgumentTypeError(text("cli.port_range"))


def _new_parser(**options: Any) -> argparse.ArgumentParser:
    parser = _Parser(add_help=False, **options)
    parser._positionals.title, parser._optionals.title = text("cli.positional"), text("cli.options")
    parser.add_argument("-h", "--help", action="help", help=text("cli.help"))
    return parser


def _new_command(commands: Any, name: str, run: Any, shown_as: str | None = None) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(
        shown_as or name, help=text(f"cli.{name}"), description=text(f"cli.{name}"), add_help=False
    )
    command._positionals.title, command._optionals.title = text("cli.positional"), text("cli.options")
    command.add_argument("-h", "--help", action="help", help=text("cli.help"))
    command.set_defaults(run=run)
    return command


def _ask(options: argparse.Namespace) -> int:
    from assistant.assembly import open_assistant
    from assistant.batch import answer_lines, read_lines
    from assistant.question import clean
    from assistant.render import as_text
    from assistant.settings import read_settings
    from assistant.writing.chat_model import chat_model_name

    settings = read_settings(corpus=options.corpus)
    if options.mode == "model" and (chat := chat_model_name(settings)):
        say(text("cli.sends_to", host=chat.host, model=chat.model))
    if options.batch is not None:
        lines = list(read_lines(options.batch))
        if not lines:
            return 0
        assistant = open_assistant(settings, say)
        end_start()
        failed = False
        for result in answer_lines(assistant, iter(lines), options.mode, options.explain):
            failed = failed or "error" in result
            print(json.dumps(result, ensure_ascii=False), flush=True)
        return 1 if failed else 0
    clean(options.question)
    answer = open_assistant(settings, say).ask(options.question, options.follow, options.mode, options.explain)
    if options.json or options.explain:
        print(json.dumps(answer.as_json(), ensure_ascii=False, indent=2))
    else:
        print(as_text(answer.answer))
    return 0


def _eval(options: argparse.Namespace) -> int:
    from assistant.evaluation.report import as_markdown, checker_as_markdown, read_bars, short_of, squad_as_markdown

    bars = read_bars(options.fail_under)
    if options.checker is not None:
        report, values = _measured_checker(options)
        shown = checker_as_markdown(report)
    elif options.squad is not None:
        report, values = _measured_squad(options)
        shown = squad_as_markdown(report)
    else:
        report, values = _measured(options)
        shown = as_markdown(report)
    print(json.dumps(report, ensure_ascii=False, indent=2) if options.json else shown)
    short = list(short_of(bars, values))
    for line in short:
        say(line)
    return 1 if short else 0


def _measured(options: argparse.Namespace) -> tuple[dict[str, Any], dict[str, float]]:
    from assistant.assembly import open_assistant
    from assistant.evaluation.labels import read_labels
    from assistant.evaluation.measure import measure
    from assistant.settings import read_settings

    settings = read_settings(corpus=options.corpus)
    labels = read_labels(options.file or settings.questions)
    report = measure(labels, open_assistant(settings, say))
    return report, {name: share["value"] for name, share in report["figures"].items()}


def _measured_squad(options: argparse.Namespace) -> tuple[dict[str, Any], dict[str, float]]:
    from assistant.assembly import open_encoder
    from assistant.evaluation.squad import measure_squad, read_squad
    from assistant.settings import read_settings

    read_squad(options.squad)  # a file that is wrong is told before the model loads
    report = measure_squad(options.squad, open_encoder(read_settings()))
    return report, report


def _measured_checker(options: argparse.Namespace) -> tuple[dict[str, Any], dict[str, float]]:
    from assistant.assembly import open_checker
    from assistant.evaluation.checking import measure_checker, read_triples
    from assistant.settings import read_settings

    settings = read_settings(corpus=options.corpus)
    files = {file.name: read_triples(file) for file in options.checker}
    report = measure_checker(files, open_checker(settings, settings.read_corpus()))
    return report, report["figures"]


def _setup(options: argparse.Namespace) -> int:
    from assistant.assembly import prepare_meaning
    from assistant.settings import read_settings

    settings = read_settings(corpus=options.corpus)
    corpus = settings.read_corpus()
    say(text("cli.preparing_index"))
    _, changes = prepare_meaning(settings, corpus, say)
    say(text("cli.ready", added=changes.added, changed=changes.changed, removed=changes.removed))
    return 0


def _chat(options: argparse.Namespace) -> int:
    from assistant.settings import read_settings
    from assistant.web.server import serve

    serve(read_settings(corpus=options.corpus), options.host, options.port)
    return 0
