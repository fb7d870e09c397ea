using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Center.Domain.Access;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Projections.EventStore;

namespace Center.Api.Tests.Events;

/// <summary>Tells the stored shape of an event: its members and what they hold, all the way down.</summary>
internal static class EventShape
{
    private static readonly JsonSerializerOptions _options = new(CenterJson.Options)
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    private static readonly Dictionary<Type, string> _leaves = new()
    {
        [typeof(string)] = "text",
        [typeof(bool)] = "true or false",
        [typeof(int)] = "integer",
        [typeof(long)] = "integer",
        [typeof(Guid)] = "uuid",
        [typeof(DateTimeOffset)] = "instant",
        [typeof(DateOnly)] = "date",
        [typeof(TimeOnly)] = "time of day",
        [typeof(Minutes)] = "integer (minutes)",
        [typeof(LocalizedText)] = "texts by language",
        [typeof(Scope)] = "text (scope)",
        [typeof(OpenRange)] = "text (range of hours)",
    };

    /// <summary>The event's name and version, then its members, indented.</summary>
    public static string Of(Type eventType)
    {
        var name = EventLanguage.OfDomain.NameOf(eventType);
        return $"{name.Name} v{name.Version}\n{MembersOf(eventType)}";
    }

    /// <summary>The members of a type, indented.</summary>
    /// <exception cref="NotSupportedException">A member holds what no event may hold, for example a fraction.</exception>
    public static string MembersOf(Type type)
    {
        var text = new StringBuilder();
        WriteMembers(text, type, 1);
        return text.ToString();
    }

    private static void WriteMembers(StringBuilder text, Type type, int depth)
    {
        foreach (var member in InfoOf(type).Properties.OrderBy(member => member.Name, StringComparer.Ordinal))
        {
            if (member.Get is null)
            {
                continue;
            }

            var optional = IsOptional(member) ? "?" : string.Empty;
            text.Append(' ', depth * 2).Append(member.Name).Append(optional);
            WriteValue(text, Nullable.GetUnderlyingType(member.PropertyType) ?? member.PropertyType, depth);
        }
    }

    private static void WriteValue(StringBuilder text, Type type, int depth)
    {
        if (LeafOf(type) is { } leaf)
        {
            text.Append(": ").Append(leaf).Append('\n');
            return;
        }

        var info = InfoOf(type);
        switch (info.Kind)
        {
            case JsonTypeInfoKind.Dictionary:
                text.Append("{}");
                WriteValue(text, info.ElementType!, depth);
                break;
            case JsonTypeInfoKind.Object:
                text.Append('\n');
                WriteMembers(text, type, depth + 1);
                break;
            default:
                text.Append("[]");
                WriteValue(text, ItemOf(type), depth);
                break;
        }
    }

    private static string? LeafOf(Type type) =>
        type.IsEnum ? $"one of {string.Join(", ", Enum.GetValues(type).Cast<object>().Select(Written))}"
        : type.GetInterfaces().Any(IsIdentifier) ? $"uuid ({type.Name})"
        : _leaves.GetValueOrDefault(type);

    private static Type ItemOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueList<>)
            ? type.GetGenericArguments()[0]
            : throw new NotSupportedException(
                $"{type} is in no event: they hold integers, texts, truth values, closed sets, records and value lists."
            );

    private static bool IsIdentifier(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IIdentifier<>);

    private static bool IsOptional(JsonPropertyInfo member) =>
        Nullable.GetUnderlyingType(member.PropertyType) is not null
        || (
            member.AttributeProvider is PropertyInfo property
            && new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable
        );

    private static string Written(object value) =>
        JsonSerializer.Serialize(value, value.GetType(), CenterJson.Options).Trim('"');

    private static JsonTypeInfo InfoOf(Type type) => _options.GetTypeInfo(type);
}
