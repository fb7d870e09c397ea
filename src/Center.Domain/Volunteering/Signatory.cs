using System;
using Center.Domain.Kernel;

namespace Center.Domain.Volunteering;

/// <summary>Who put a hand to a service record: the actor and, where there is one, the person.</summary>
/// <param name="Subject">Actor as the event metadata name it: a person, or a key that belongs to an office.</param>
/// <param name="Person">The person, or null for an office.</param>
public sealed record Signatory(string Subject, PersonId? Person = null)
{
    /// <summary>
    /// Subjects that issued the key or granted the roles used. Kept with the signature, since who could approve it must
    /// stay decidable after keys have come and gone.
    /// </summary>
    public ValueList<string> IssuedBy { get; init; } = [];

    /// <summary>Whether both hands are one: the same actor, or two credentials of one person.</summary>
    /// <param name="other">The other hand.</param>
    public bool IsSameHandAs(Signatory other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Subject == other.Subject || (Person is not null && Person == other.Person);
    }
}
