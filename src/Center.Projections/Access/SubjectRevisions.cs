using System;
using System.Collections.Generic;
using System.Linq;
using Center.Projections.EventStore;
using Center.Projections.People;
using Npgsql;

namespace Center.Projections.Access;

/// <summary>Which rows a subject was known by: whatever changes its rights or the person behind it changes one of them.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="Access">Revision of its keys, links and roles.</param>
/// <param name="Person">Revision of the person of the same id, or null.</param>
public readonly record struct SubjectRevision(string Subject, Guid Access, Guid? Person);

/// <summary>Tells, together with other questions, whether what was known of subjects still stands.</summary>
public sealed class SubjectRevisions
{
    private static readonly string _current = $"""
        select s.id, s.mt_version, p.mt_version
        from unnest($2::text[]) wanted (id)
        join {CenterStore.Schema}.{CenterStore.TableOf(typeof(SubjectRow))} s on s.tenant_id = $1 and s.id = wanted.id
        left join {CenterStore.Schema}.{CenterStore.TableOf(typeof(PersonRow))} p on p.tenant_id = $1 and p.id = s.id
        """;

    private readonly HashSet<SubjectRevision> _standing = [];

    private SubjectRevisions() { }

    /// <summary>Asks.</summary>
    /// <param name="trip">The other questions.</param>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="known">What subjects were known by.</param>
    public static SubjectRevisions Ask(RoundTrip trip, string centre, IEnumerable<SubjectRevision> known)
    {
        ArgumentNullException.ThrowIfNull(trip);
        var revisions = new SubjectRevisions();
        var subjects = known.Select(one => one.Subject).Distinct(StringComparer.Ordinal).ToArray();
        if (subjects.Length > 0)
        {
            trip.AskRows(
                _current,
                row => revisions._standing.Add(Read(row, 0)),
                new NpgsqlParameter { Value = centre },
                new NpgsqlParameter { Value = subjects }
            );
        }

        return revisions;
    }

    /// <summary>Whether nothing has changed since a subject was known so.</summary>
    /// <param name="known">What it was known by.</param>
    public bool Stands(SubjectRevision known) => _standing.Contains(known);

    internal static SubjectRevision Read(NpgsqlDataReader row, int column) =>
        new(row.GetString(column), row.GetGuid(column + 1), row.IsDBNull(column + 2) ? null : row.GetGuid(column + 2));
}
