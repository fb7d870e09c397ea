using System;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Access;
using Center.Domain.Kernel;
using Center.Domain.People;
using Center.Projections.EventStore;

namespace Center.Projections.Audit;

/// <summary>A role that somebody held at a moment.</summary>
/// <param name="Subject">Whose it was: a person, a key that belongs to nobody, or an identity of another sign-in service.</param>
/// <param name="Person">The person who acted with it, by the record that counted then; null when it was no person's.</param>
/// <param name="Key">The key that carried it; null when the subject was granted it.</param>
/// <param name="Grant">The role and its scope.</param>
/// <param name="GivenBy">Subject that gave it.</param>
/// <param name="Since">When it was given.</param>
/// <param name="Event">Id of the event that gave it.</param>
/// <param name="Position">Position of that event.</param>
public sealed record HeldRight(
    string Subject,
    PersonId? Person,
    CredentialId? Key,
    Grant Grant,
    string GivenBy,
    DateTimeOffset Since,
    Guid Event,
    long Position
);

/// <summary>
/// Who holds which roles, folded from events one after another: each subject's by the fold that decisions are made with, and
/// beside each role the event that gave it.
/// </summary>
public sealed class HeldRights
{
    private const string AccessStream = "access/";
    private const string PersonStream = "person/";

    private readonly Dictionary<string, Holder> _holders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PersonId?> _people = new(StringComparer.Ordinal);

    /// <summary>What they hold now, by the position of the event that gave it.</summary>
    public IReadOnlyList<HeldRight> All =>
        [.. _holders.SelectMany(holder => Of(holder.Key, holder.Value)).OrderBy(right => right.Position)];

    /// <summary>Takes the next event; those of other streams change nothing.</summary>
    /// <param name="e">The event, by ascending position.</param>
    /// <param name="body">Its body.</param>
    public void Apply(StoredEvent e, object body)
    {
        ArgumentNullException.ThrowIfNull(e);
        if (e.Stream.StartsWith(PersonStream, StringComparison.Ordinal))
        {
            _people[e.Stream[PersonStream.Length..]] = (body as PersonMerged)?.Into;
        }
        else if (e.Stream.StartsWith(AccessStream, StringComparison.Ordinal))
        {
            var subject = e.Stream[AccessStream.Length..];
            if (!_holders.TryGetValue(subject, out var holder))
            {
                _holders[subject] = holder = new Holder();
            }

            holder.Apply(e, body);
        }
    }

    private IEnumerable<HeldRight> Of(string subject, Holder holder) =>
        holder.Given.Select(given => new HeldRight(
            subject,
            PersonOf(subject, holder.Access),
            given.Key.Key,
            given.Key.Grant,
            given.Key.By,
            given.Value.At,
            given.Value.Id,
            given.Value.Position
        ));

    // Merges never go round in a circle, so this ends.
    private PersonId? PersonOf(string subject, SubjectAccess access)
    {
        var person = access.Person?.ToString() ?? subject;
        while (_people.TryGetValue(person, out var into) && into is { } next)
        {
            person = next.ToString();
        }

        return _people.ContainsKey(person) ? new PersonId(Guid.Parse(person)) : null;
    }

    private sealed record Right(CredentialId? Key, Grant Grant, string By);

    private sealed class Holder
    {
        public SubjectAccess Access { get; private set; } = AccessDecider.Initial;

        public Dictionary<Right, StoredEvent> Given { get; } = [];

        public void Apply(StoredEvent e, object body)
        {
            Access = AccessDecider.Evolve(Access, body);
            var now = Access
                .Keys.Where(key => !key.Revoked)
                .Select(key => new Right(key.Id, key.Grant, key.IssuedBy))
                .Concat(Access.Grants.Select(held => new Right(null, held.Grant, held.GrantedBy)))
                .ToHashSet();
            foreach (var gone in Given.Keys.Where(right => !now.Contains(right)).ToList())
            {
                Given.Remove(gone);
            }

            foreach (var right in now.Where(right => !Given.ContainsKey(right)))
            {
                Given[right] = e;
            }
        }
    }
}
