"""A mailbox as a job seeker's looks, made from a fixed seed.

Three mails in five are newsletters of 24 to 64 KB, three in ten are letters and
messages of hiring systems of 3 to 10 KB, one in twenty carries an attachment of
200 KB to 1 MB, three in a hundred are rejections, and the rest are bounces and
calendar invitations. The sentences are sense by accident at best: what counts
here is size, structure, character sets and encodings.
"""

import base64
import binascii
import os
import random
from email.header import Header
from email.utils import formatdate
from pathlib import Path

FIRST_ARRIVAL = 1_780_000_000  # seconds since 1970; the mails follow a minute apart

SUBJECTS_OF_SENTENCES = {
    "en": ["our editors", "the spring market", "a small workshop", "your neighbours", "this recipe",
           "the night train", "a new museum", "the harbour council", "an old orchard",
           "the weekly survey"],
    "de": ["der Stadtrat", "eine kleine Werkstatt", "das Frühstücksbüfett", "die Wetterkarte",
           "unser Gärtner", "die große Brücke"],
    "fr": ["le marché d'été", "une petite librairie", "la forêt voisine", "notre équipe",
           "le théâtre", "un élève"],
}
VERBS = {
    "en": ["opens before", "looks beyond", "has rebuilt", "never forgets", "asks about", "borrows",
           "carefully measures", "celebrates", "quietly repairs"],
    "de": ["öffnet", "überrascht", "prüft", "begrüßt", "vergisst", "zählt"],
    "fr": ["découvre", "prépare", "répare", "mérite", "évite", "préfère"],
}
OBJECTS = {
    "en": ["the long winter", "two hundred lanterns", "its own history", "every second bicycle",
           "a quiet courtyard", "the price of flour", "some very patient visitors",
           "the last ferry home", "a map of the valley"],
    "de": ["jede zweite Straße", "die alten Bücher", "den späten Frühling", "fünf Körbe Äpfel",
           "das schöne Städtchen"],
    "fr": ["les dernières années", "une forêt très calme", "le prix du blé", "cent fenêtres",
           "la même allée"],
}
CHARSETS = {"en": ["utf-8", "us-ascii", "windows-1252"], "de": ["utf-8", "iso-8859-1"],
            "fr": ["utf-8", "windows-1252"]}

COMPANIES = ["Alder & Quince", "Brightwater", "Copperfield Systems", "Dünenblick GmbH", "Eastgate",
             "Fernhill Analytics", "Goldammer AG", "Hollis Partners", "Île Verte"]
ROLES = ["Data Engineer", "Product Designer", "Bookkeeper", "Support Specialist",
         "Backend Developer", "Research Assistant", "Site Manager"]

MESSAGES = [
    "We have received your application for the position of {role} at {company} and will look at "
    "it during the next weeks.",
    "Could you come to our office for an interview about the {role} position at {company}?",
    "I enjoyed our talk about {company}. Here are the papers that I mentioned.",
    "{company} has published a new opening that fits your search: {role}.",
    "Please confirm the time of your appointment with {company} by answering this message.",
]
REJECTIONS = [
    ("en", "Thank you for applying for the position of {role} at {company}. We have decided not "
           "to move forward with your application."),
    ("en", "Unfortunately, we will not be able to offer you the position of {role} at {company}. "
           "We have chosen another candidate."),
    ("en", "Thank you for the interview for the {role} position at {company}. After careful "
           "consideration, we have decided to proceed with another candidate."),
    ("de", "Vielen Dank für Ihre Bewerbung als {role} bei {company}. Leider müssen wir Ihnen "
           "mitteilen, dass wir uns für eine andere Person entschieden haben."),
    ("fr", "Nous vous remercions de votre candidature au poste de {role} chez {company}. Nous "
           "avons le regret de ne pas pouvoir y donner une suite favorable."),
]
ROW = ('<tr><td align="left" valign="top" style="padding:12px 20px;font-family:Georgia,serif;'
       'font-size:15px;line-height:1.5;color:#222222"><h3 style="margin:0;font-size:19px">'
       '<a href="{link}" style="color:#335577;text-decoration:none">{title}</a></h3>'
       '<p style="margin:6px 0 14px 0">{text}&nbsp;&ndash; {more}</p>'
       '<img src="{image}" width="520" alt="" style="display:block;border:0"></td></tr>\n')


class Writer:
    """Makes mails from a seed."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def mails(self, count):
        """Gives (kind, bytes with LF), the kinds mixed."""
        shares = [("newsletter", 60), ("message", 30), ("attachment", 5), ("rejection", 3),
                  ("bounce", 1), ("invitation", 1)]
        for number in range(count):
            # Every hundred holds each kind as often as its share says.
            if number % 100 == 0:
                kinds = [kind for kind, share in shares for _ in range(share)]
                self.random.shuffle(kinds)
            kind = kinds[number % 100]
            yield kind, getattr(self, kind)(number)

    def newsletter(self, number):
        language, charset = self.language()
        title = self.sentence(language)
        html = self.page(language, self.random.randint(24_000, 64_000))
        text = "\n\n".join(f"{self.paragraph(language)}\n{self.link()}"
                           for _ in range(self.random.randint(4, 10)))
        head = self.head(number, "Weekly Letter <letter@news.example>", title, [
            "List-Id: <weekly.news.example>", f"List-Unsubscribe: <{self.link()}>",
            "Precedence: bulk"])
        if self.random.random() < 0.15:
            return head + self.part("text/html", html, charset)
        return head + self.alternative(text, html, charset)

    def message(self, number):
        return self.letter(number, "en", self.random.choice(MESSAGES), (2_000, 4_000))

    def rejection(self, number):
        language, text = self.random.choice(REJECTIONS)
        return self.letter(number, language, text, (0, 0))

    def attachment(self, number):
        text = self.paragraph("en")
        name, kind = self.random.choice([("form.pdf", "application/pdf"), ("scan.png", "image/png"),
                                         ("terms.zip", "application/zip")])
        data = self.random.randbytes(self.random.randint(148_000, 740_000))
        file = (f'Content-Type: {kind}; name="{name}"\nContent-Transfer-Encoding: base64\n'
                f'Content-Disposition: attachment; filename="{name}"\n\n').encode()
        file += base64.encodebytes(data)
        letter = self.alternative(text, self.simple_page(text), "utf-8")
        return (self.head(number, "Office <office@paper.example>", "Your documents", [])
                + self.multipart("mixed", [letter, file]))

    def bounce(self, number):
        report = (f"Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.net\n\n"
                  f"Final-Recipient: rfc822; hr{number}@gone.example\nAction: failed\n"
                  f"Status: 5.1.1\n\n").encode()
        text = "Your message could not be delivered. " + self.paragraph("en")
        returned = (b"Content-Type: message/rfc822\n\nFrom: ann@example.org\nSubject: Application\n\n"
                    + self.paragraph("en").encode() + b"\n")
        return (self.head(number, "Mail Delivery <mailer-daemon@example.net>",
                          "Delivery failed", ["Auto-Submitted: auto-replied"])
                + self.multipart("report; report-type=delivery-status",
                                 [self.part("text/plain", text, "us-ascii"), report, returned]))

    def invitation(self, number):
        calendar = ("BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:REQUEST\nBEGIN:VEVENT\n"
                    f"UID:{self.token(12)}@calendar.example\nDTSTART:20260601T090000Z\n"
                    "DTEND:20260601T093000Z\nSUMMARY:Interview\nEND:VEVENT\nEND:VCALENDAR")
        return (self.head(number, "Sam Reed <sam.reed@brightwater.example>",
                          "Invitation: Interview", [])
                + self.multipart("mixed", [
                    self.part("text/plain", self.paragraph("en"), "utf-8"),
                    self.part("text/calendar; method=REQUEST", calendar, "utf-8")]))

    def letter(self, number, language, core, padding):
        company, role = self.random.choice(COMPANIES), self.random.choice(ROLES)
        charset = self.random.choice(CHARSETS[language])
        text = f"Dear Ann,\n\n{core.format(company=company, role=role)}\n"
        size = self.random.randint(*padding)
        while len(text) < size:
            text += f"\n{self.paragraph(language)}\n"
        text += f"\nKind regards,\n{company}\n"
        sender = f"{self.encoded(company)} <careers@company{number % 97}.example>"
        head = self.head(number, sender, f"Your application: {role}", [])
        if self.random.random() < 0.4:
            return head + self.part("text/plain", text, charset)
        return head + self.alternative(text, self.simple_page(text), charset)

    def head(self, number, sender, subject, more):
        date = formatdate(FIRST_ARRIVAL + 60 * number)
        lines = [f"Return-Path: <bounce-{self.token(9)}@mail.example>"]
        for hop in range(self.random.randint(2, 4)):
            lines.append(f"Received: from out{hop}.example.net by in{hop}.example.org with ESMTPS"
                         f"\n\tid {self.token(9)} for <ann@example.org>; {date}")
        lines += [
            "DKIM-Signature: v=1; a=rsa-sha256; d=mail.example; s=a;\n\tbh="
            f"{self.token(32)};\n\tb={self.token(63)}\n\t {self.token(63)}",
            "Authentication-Results: in.example.org; dkim=pass; spf=pass; dmarc=pass",
            f"From: {sender}", "To: Ann Example <ann@example.org>",
            f"Subject: {self.encoded(subject)}", f"Date: {date}",
            f"Message-ID: <{self.token(12)}.{number}@mail.example>", "MIME-Version: 1.0", *more]
        return "".join(line + "\n" for line in lines).encode()

    def page(self, language, size):
        rows = ["<!DOCTYPE html>\n<html><head><title>Letter</title><style>"
                "td{padding:0}a{color:#335577}</style></head><body bgcolor=\"#eeeeee\">"
                "<table width=\"600\" align=\"center\" cellpadding=\"0\" cellspacing=\"0\">\n"]
        length = 0
        while length < size:
            row = ROW.format(link=self.link(), title=self.sentence(language),
                             text=self.paragraph(language), more=self.sentence(language),
                             image=self.link())
            rows.append(row)
            length += len(row)
        rows.append(f'</table><a href="{self.link()}">Unsubscribe</a></body></html>')
        return "".join(rows)

    def simple_page(self, text):
        paragraphs = "".join(f"<p style=\"margin:0 0 12px\">{each}</p>\n"
                             for each in text.replace("&", "&amp;").split("\n") if each)
        return (f"<html><body><div style=\"font-family:sans-serif\">\n{paragraphs}</div>"
                f'<img src="{self.link()}" width="1" height="1"></body></html>')

    def alternative(self, text, html, charset):
        return self.multipart("alternative", [self.part("text/plain", text, charset),
                                              self.part("text/html", html, charset)])

    def multipart(self, kind, parts):
        boundary = f"part-{self.token(15)}"
        body = b"".join(f"--{boundary}\n".encode() + part for part in parts)
        return (f'Content-Type: multipart/{kind}; boundary="{boundary}"\n\n'.encode() + body
                + f"--{boundary}--\n".encode())

    def part(self, kind, text, charset):
        data = (text + "\n").encode(charset, "replace")
        encoding = self.random.choice(["quoted-printable", "quoted-printable", "base64"])
        coded = (base64.encodebytes(data) if encoding == "base64"
                 else binascii.b2a_qp(data, istext=True))
        return (f'Content-Type: {kind}; charset="{charset}"\n'
                f"Content-Transfer-Encoding: {encoding}\n\n").encode() + coded

    def language(self):
        language = self.random.choices(["en", "de", "fr"], [8, 1, 1])[0]
        return language, self.random.choice(CHARSETS[language])

    def paragraph(self, language):
        return " ".join(self.sentence(language) for _ in range(self.random.randint(3, 7)))

    def sentence(self, language):
        words = [self.random.choice(part[language])
                 for part in (SUBJECTS_OF_SENTENCES, VERBS, OBJECTS)]
        sentence = " ".join(words)
        return sentence[0].upper() + sentence[1:] + "."

    def link(self):
        return f"https://go.news.example/{self.token(self.random.randint(40, 140))}?edition=12"

    def token(self, size):
        return base64.urlsafe_b64encode(self.random.randbytes(size)).decode().rstrip("=")

    @staticmethod
    def encoded(text):
        return text if text.isascii() else Header(text, "utf-8").encode()


def make(maildir: Path, count: int, seed: int = 1):
    """Fills a Maildir; gives how many bytes it took and how many mails of each kind it holds."""
    for part in ("cur", "new", "tmp"):
        (maildir / part).mkdir(parents=True)
    total, kinds = 0, {}
    for number, (kind, mail) in enumerate(Writer(seed).mails(count)):
        arrived = FIRST_ARRIVAL + 60 * number
        path = maildir / "cur" / f"{arrived}.{number}.bench:2,S"
        path.write_bytes(mail)
        os.utime(path, (arrived, arrived))
        total += len(mail)
        kinds[kind] = kinds.get(kind, 0) + 1
    return total, kinds
