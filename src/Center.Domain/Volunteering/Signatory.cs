using System;
using Center.Domain.Kernel;

namespace Center.Domain.Volunteering;

/// <summary>Who put a hand to a service record: the credential used and, where it belongs to one, the person.</summary>
/// <param name="Subject">Actor as the event metadata name it, such as an API key or a token subject.</param>
/// <param name="Person">The person whom the credential belongs to, or null for one that belongs to an office.</param>
public sealed record Signatory(string Subject, PersonId? Person = null)
{
    /// <summary>Whether both hands are one: the same credential, or two credentials of one person.</summary>
    /// <param name="other">The other hand.</param>
    public bool IsSameHandAs(Signatory other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Subject == other.Subject || (Person is not null && Person == other.Person);
    }
}
