using System;
using System.Text.Json.Serialization;
using Center.Domain.Kernel;

namespace Center.Domain.People;

/// <summary>Somebody's asking who a person id is.</summary>
/// <param name="Value">The bare value.</param>
[JsonConverter(typeof(IdentifierConverter<LookUpId>))]
public readonly record struct LookUpId(Guid Value) : IIdentifier<LookUpId>
{
    /// <inheritdoc/>
    public static LookUpId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>Be shown who a person id is.</summary>
/// <param name="Id">The look-up.</param>
/// <param name="Asked">The record that is asked for.</param>
/// <param name="Record">What is known of the record that counts, where the one asked for was merged.</param>
/// <param name="ReasonCode">Why; see <see cref="LookUpReasons"/>.</param>
/// <param name="Case">Number of the case, or null; see <see cref="CaseNumber"/>.</param>
public sealed record LookUpPerson(LookUpId Id, PersonId Asked, Person Record, string ReasonCode, string? Case);
