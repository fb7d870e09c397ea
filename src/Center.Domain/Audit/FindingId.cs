using System;
using System.Text.Json.Serialization;
using Center.Domain.Kernel;

namespace Center.Domain.Audit;

/// <summary>A finding of an auditor.</summary>
/// <param name="Value">The bare value.</param>
[JsonConverter(typeof(IdentifierConverter<FindingId>))]
public readonly record struct FindingId(Guid Value) : IIdentifier<FindingId>
{
    /// <inheritdoc/>
    public static FindingId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
