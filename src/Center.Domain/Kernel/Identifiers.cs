using System;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Center.Domain.Kernel;

/// <summary>An opaque id made outside the domain (UUIDv7 unless natural).</summary>
/// <typeparam name="TSelf">The id's own type.</typeparam>
public interface IIdentifier<TSelf>
    where TSelf : struct, IIdentifier<TSelf>
{
    /// <summary>The bare value.</summary>
    Guid Value { get; }

    /// <summary>Wraps a bare value.</summary>
    /// <param name="value">Any UUID.</param>
    static abstract TSelf From(Guid value);
}

/// <summary>A person 人员: says nothing about who that is; names live in the vault.</summary>
/// <param name="Value">The bare value.</param>
[JsonConverter(typeof(IdentifierConverter<PersonId>))]
public readonly record struct PersonId(Guid Value) : IIdentifier<PersonId>
{
    /// <inheritdoc/>
    public static PersonId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>A booking 预约.</summary>
/// <param name="Value">The bare value.</param>
[JsonConverter(typeof(IdentifierConverter<BookingId>))]
public readonly record struct BookingId(Guid Value) : IIdentifier<BookingId>
{
    /// <inheritdoc/>
    public static BookingId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>A closure 闭馆 of a facility.</summary>
/// <param name="Value">The bare value.</param>
[JsonConverter(typeof(IdentifierConverter<ClosureId>))]
public readonly record struct ClosureId(Guid Value) : IIdentifier<ClosureId>
{
    /// <inheritdoc/>
    public static ClosureId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>An API key, a card or another credential.</summary>
/// <param name="Value">The bare value.</param>
[JsonConverter(typeof(IdentifierConverter<CredentialId>))]
public readonly record struct CredentialId(Guid Value) : IIdentifier<CredentialId>
{
    /// <inheritdoc/>
    public static CredentialId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>A device that scans or shows: kiosk, scanner, wall.</summary>
/// <param name="Value">The bare value.</param>
[JsonConverter(typeof(IdentifierConverter<DeviceId>))]
public readonly record struct DeviceId(Guid Value) : IIdentifier<DeviceId>
{
    /// <inheritdoc/>
    public static DeviceId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>One service entry 服务记录 of a volunteer.</summary>
/// <param name="Value">The bare value.</param>
[JsonConverter(typeof(IdentifierConverter<ServiceEntryId>))]
public readonly record struct ServiceEntryId(Guid Value) : IIdentifier<ServiceEntryId>
{
    /// <inheritdoc/>
    public static ServiceEntryId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>Writes an id as its bare UUID text.</summary>
/// <typeparam name="T">The id's type.</typeparam>
public sealed class IdentifierConverter<T> : JsonConverter<T>
    where T : struct, IIdentifier<T>
{
    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        T.From(reader.GetGuid());

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.Value);
    }
}
