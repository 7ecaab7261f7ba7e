"""照会文 as a mail in plain text, to be pasted."""

from collections.abc import Iterator

from assistant.takeaway.inquiry import Inquiry
from assistant.takeaway.phrases import quoted
from assistant.takeaway.word_page import printable
from assistant.texts import text


def inquiry_mail(inquiry: Inquiry) -> bytes:
    """The mail, with line ends and a mark of its encoding as Windows likes them."""
    words = printable("\n".join(_lines(inquiry)))
    return words.replace("\n", "\r\n").encode("utf-8-sig")


def _lines(inquiry: Inquiry) -> Iterator[str]:
    yield (
        text("inquiry.mail_to", email=inquiry.email)
        if inquiry.email
        else text("inquiry.mail_to_blank", url=inquiry.url)
    )
    yield text("inquiry.mail_subject", subject=inquiry.subject)
    yield from ("", inquiry.addressee, "", text("inquiry.mail_sender"), "")
    yield from (inquiry.request, text("inquiry.mail_please"), "")
    yield text("inquiry.read")
    yield text("inquiry.read_in", source=inquiry.source, url=inquiry.url)
    for quote in inquiry.quotes:
        yield from ("", *(line.words for line in quoted(quote, quote.theme)))
    yield from ("", text("inquiry.questions"), *inquiry.questions, "", text("inquiry.mail_deadline"), "")
    yield text("inquiry.mail_own_contact")
