using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Domain.People;
using Center.Projections.People;

namespace Center.Api.People;

/// <summary>Names, contacts and the like on their way into the vault: a few short texts with plain names.</summary>
internal static class PersonalDetails
{
    private const int MostFields = 20;
    private const int LongestField = 40;
    private const int LongestText = 500;

    /// <summary>Checks details that are to be kept.</summary>
    /// <param name="personal">The details by name.</param>
    /// <param name="within">What their names stand within in the request, with a point at the end.</param>
    /// <exception cref="RefusedException">A name or a text is not acceptable (400).</exception>
    public static void Check(IReadOnlyDictionary<string, string>? personal, string within = "personal.")
    {
        if (personal?.Count > MostFields)
        {
            throw new RefusedException("invalid-value", $"At most {MostFields} personal details.", "personal");
        }

        foreach (var (field, text) in personal ?? new Dictionary<string, string>())
        {
            if (field.Length is 0 or > LongestField || !field.All(char.IsAsciiLetterOrDigit))
            {
                throw new RefusedException("unknown-member", "A detail is named by letters and digits.", "personal");
            }

            if (string.IsNullOrWhiteSpace(text) || text.Length > LongestText)
            {
                throw new RefusedException(
                    "invalid-value",
                    $"A personal detail has 1 to {LongestText} characters.",
                    $"{within}{field}"
                );
            }

            CheckContact(field, text, within);
        }
    }

    // Notices are sent by these two, so a mistyped one is refused while somebody is there to correct it.
    private static void CheckContact(string field, string text, string within)
    {
        if (field == Addressee.EmailField && !EmailAddress.Is(text))
        {
            throw new RefusedException(
                "invalid-value",
                "An e-mail address looks like name@example.org.",
                $"{within}{field}"
            );
        }

        if (field == Addressee.LanguageField && !Addressee.Languages.Contains(text))
        {
            throw new RefusedException(
                "invalid-value",
                $"A language is one of {string.Join(", ", Addressee.Languages)}.",
                $"{within}{field}"
            );
        }
    }

    public static async Task PutAsync(Vault vault, string person, IReadOnlyDictionary<string, string>? personal)
    {
        foreach (var (field, text) in personal ?? new Dictionary<string, string>())
        {
            await vault.PutAsync(person, field, text);
        }
    }

    /// <summary>What belongs to the person's record, without notes and labels, whose field names hold a colon.</summary>
    public static IReadOnlyDictionary<string, string> Of(IReadOnlyDictionary<string, string> all) =>
        all.Where(pair => !pair.Key.Contains(':', System.StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key, pair => pair.Value);
}
