using System;
using System.Collections.Frozen;
using System.Linq;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Center.Projections.EventStore;

/// <summary>
/// Enums as one of their names in kebab case, exactly. The framework's own converter also reads other cases and lists
/// such as <c>resident, admin</c>, which it adds up to a third value. Marten, moreover, removes every
/// JsonStringEnumConverter and adds its own, which writes the names of C#: so this is none.
/// </summary>
internal sealed class ClosedSetConverter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(OneName<>).MakeGenericType(typeToConvert))!;

    private sealed class OneName<T> : JsonConverter<T>
        where T : struct, Enum
    {
        private static readonly FrozenDictionary<T, string> _names = typeof(T)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .ToFrozenDictionary(field => (T)field.GetValue(null)!, NameOf);

        private static readonly FrozenDictionary<string, T> _values = _names.ToFrozenDictionary(
            pair => pair.Value,
            pair => pair.Key,
            StringComparer.Ordinal
        );

        private static readonly int _longest = _values.Keys.Max(name => name.Length);
        private static readonly FrozenDictionary<string, T>.AlternateLookup<ReadOnlySpan<char>> _find =
            _values.GetAlternateLookup<ReadOnlySpan<char>>();

        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.String)
            {
                throw Wrong();
            }

            if (reader.HasValueSequence || reader.ValueSpan.Length > _longest)
            {
                return Find(reader.GetString()!);
            }

            Span<char> name = stackalloc char[reader.ValueSpan.Length];
            return _find.TryGetValue(name[..reader.CopyString(name)], out var value) ? value : throw Wrong();
        }

        public override T ReadAsPropertyName(
            ref Utf8JsonReader reader,
            Type typeToConvert,
            JsonSerializerOptions options
        ) => Find(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(_names[value]);

        public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WritePropertyName(_names[value]);

        private static T Find(string name) => _values.TryGetValue(name, out var value) ? value : throw Wrong();

        private static JsonException Wrong() => new($"Not one of {string.Join(", ", _values.Keys.Order())}.");

        private static string NameOf(FieldInfo field) =>
            field.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name
            ?? JsonNamingPolicy.KebabCaseLower.ConvertName(field.Name);
    }
}
