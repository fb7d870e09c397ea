using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Center.Domain.Kernel;
using Center.Projections.People;
using Marten;

namespace Center.Api.Attendance;

/// <summary>The people behind the ids that were scanned.</summary>
internal sealed class ScannedPeople
{
    private readonly Dictionary<string, PersonRow> _rows;

    private ScannedPeople(Dictionary<string, PersonRow> rows) => _rows = rows;

    public static async Task<ScannedPeople> FindAsync(IQuerySession session, IEnumerable<string?> scanned)
    {
        var ids = scanned.Select(Read).OfType<Guid>().Select(id => id.ToString()).Distinct().ToArray();
        var rows = new Dictionary<string, PersonRow>(StringComparer.Ordinal);
        while (ids.Length > 0)
        {
            foreach (var row in await session.LoadManyAsync<PersonRow>(ids))
            {
                rows[row.Id] = row;
            }

            // A card of a record that was merged is the card of the record that counts instead.
            ids = rows
                .Values.Select(row => row.Person.MergedInto?.ToString())
                .OfType<string>()
                .Where(id => !rows.ContainsKey(id))
                .Distinct()
                .ToArray();
        }

        return new ScannedPeople(rows);
    }

    /// <summary>Who it is; an id that nobody has is still an id, other text is none.</summary>
    public (PersonId? Id, bool Known) Of(string? scanned)
    {
        if (Read(scanned) is not { } id)
        {
            return (null, false);
        }

        var row = _rows.GetValueOrDefault(id.ToString());
        while (row?.Person.MergedInto is { } survivor)
        {
            row = _rows.GetValueOrDefault(survivor.ToString());
        }

        return row is null ? (new PersonId(id), false) : (new PersonId(Guid.Parse(row.Id)), !row.Person.Erased);
    }

    private static Guid? Read(string? scanned) => Guid.TryParseExact(scanned, "D", out var id) ? id : null;
}
