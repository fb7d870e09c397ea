using System;
using System.Text.Json.Serialization;
using Center.Domain.Kernel;

namespace Center.Domain.Volunteering;

/// <summary>One adjustment of a service entry, so that the same adjustment sent twice counts once.</summary>
/// <param name="Value">The bare value.</param>
[JsonConverter(typeof(IdentifierConverter<AdjustmentId>))]
public readonly record struct AdjustmentId(Guid Value) : IIdentifier<AdjustmentId>
{
    /// <inheritdoc/>
    public static AdjustmentId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>One request to correct a service entry.</summary>
/// <param name="Value">The bare value.</param>
[JsonConverter(typeof(IdentifierConverter<CorrectionId>))]
public readonly record struct CorrectionId(Guid Value) : IIdentifier<CorrectionId>
{
    /// <inheritdoc/>
    public static CorrectionId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
