using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Projections.People;
using MimeKit;
using MimeKit.Text;

namespace Center.Api.Notifications;

/// <summary>Writes a notice: plain text, in the language of the addressee, or in both where it is not known.</summary>
internal static class NoticeLetter
{
    /// <summary>The letter. Its Message-ID is made from the event, so that one sent twice is known to be the same.</summary>
    /// <param name="from">Sender.</param>
    /// <param name="to">Who gets it.</param>
    /// <param name="kind">What is told.</param>
    /// <param name="terms">The booking.</param>
    /// <param name="book">Names of places.</param>
    /// <param name="cause">Id of the event.</param>
    /// <param name="at">Date of the letter.</param>
    /// <returns>Null when the address in the vault is none.</returns>
    public static MimeMessage? Write(
        MailboxAddress from,
        Addressee to,
        NoticeKind kind,
        BookingTerms terms,
        CentreBook book,
        Guid cause,
        DateTimeOffset at
    )
    {
        if (!MailboxAddress.TryParse(to.Email, out var address))
        {
            return null;
        }

        IReadOnlyList<string> known = to.Language is { } language ? [language] : Addressee.Languages;
        address.Name = to.Name;
        var letter = new MimeMessage
        {
            Subject = Subject(known, kind, terms, book),
            Date = at,
            MessageId = $"{cause}.notice@{from.Domain}",
            Body = new TextPart(TextFormat.Plain)
            {
                Text = string.Join(
                    "\n\n----\n\n",
                    known.Select(language => Text(language, to.Name, kind, terms, book))
                ),
            },
        };
        letter.From.Add(from);
        letter.To.Add(address);
        letter.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        letter.Headers.Add(HeaderId.ContentLanguage, string.Join(", ", known));
        return letter;
    }

    private static string Subject(
        IEnumerable<string> languages,
        NoticeKind kind,
        BookingTerms terms,
        CentreBook book
    ) =>
        string.Join(
            " / ",
            languages.Select(language =>
                NoticeTexts.In(language, $"subject.{kind}", PlaceIn(language, terms, book), Day(language, terms, book))
            )
        );

    private static string Text(string language, string? name, NoticeKind kind, BookingTerms terms, CentreBook book)
    {
        var site = book.FindSite(terms.Site)?.Name.In(language) ?? terms.Site;
        var strike = kind == NoticeKind.Released && terms.Organisation is null ? "strike" : null;
        string?[] lines =
        [
            name is null ? NoticeTexts.In(language, "greeting") : NoticeTexts.In(language, "greeting.name", name),
            "",
            NoticeTexts.In(language, $"said.{kind}"),
            strike is null ? null : NoticeTexts.In(language, strike),
            "",
            NoticeTexts.In(language, "place", PlaceIn(language, terms, book), site),
            NoticeTexts.In(language, "time", Day(language, terms, book), Hours(terms, book)),
            NoticeTexts.In(language, "people", terms.People),
            "",
            NoticeTexts.In(language, "closing", book.Centre?.Name.In(language) ?? site),
        ];
        return string.Join('\n', lines.OfType<string>());
    }

    private static string PlaceIn(string language, BookingTerms terms, CentreBook book) =>
        book.Find(terms.Facility)?.Name.In(language) ?? terms.Facility;

    private static string Day(string language, BookingTerms terms, CentreBook book) =>
        book
            .Zone.LocalOf(terms.Window.Start)
            .ToString(NoticeTexts.In(language, "day"), CultureInfo.GetCultureInfo(language));

    private static string Hours(BookingTerms terms, CentreBook book)
    {
        var (start, end) = (book.Zone.LocalOf(terms.Window.Start), book.Zone.LocalOf(terms.Window.End));
        return string.Create(CultureInfo.InvariantCulture, $"{start:HH:mm}–{end:HH:mm}");
    }
}
