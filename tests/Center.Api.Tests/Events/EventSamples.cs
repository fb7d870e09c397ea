using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Center.Api.Tests.Infrastructure;
using Center.Domain.Access;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Projections.EventStore;

namespace Center.Api.Tests.Events;

/// <summary>
/// One stored body of every form of every version of every event that was ever written. They stay for good: what was
/// stored once must be readable for ever. A missing one is made up from the event's constructor, with every member filled.
/// A member that was added later gets a file of its own, <c>name.v1+member.json</c>, beside the body as it was without it.
/// </summary>
internal static class EventSamples
{
    private static readonly Guid _id = Guid.Parse("0190a5b2-7c00-7000-8000-000000000001");
    private static readonly DateTimeOffset _instant = new(2026, 11, 28, 6, 30, 15, 250, TimeSpan.Zero);

    private static readonly Dictionary<Type, object> _made = new()
    {
        [typeof(bool)] = true,
        [typeof(int)] = 7,
        [typeof(long)] = 7_000_000_000,
        [typeof(Guid)] = _id,
        [typeof(DateTimeOffset)] = _instant,
        [typeof(DateOnly)] = new DateOnly(2026, 11, 28),
        [typeof(TimeOnly)] = new TimeOnly(8, 30),
        [typeof(Minutes)] = new Minutes(90),
        [typeof(TimeWindow)] = new TimeWindow(_instant, _instant.AddHours(2)),
        [typeof(OpenRange)] = new OpenRange(510, 720),
        [typeof(Scope)] = Scope.Centre,
        [typeof(LocalizedText)] = new LocalizedText([
            KeyValuePair.Create("zh-CN", "音乐室"),
            KeyValuePair.Create("en", "Music room"),
        ]),
    };

    private static string Folder => Repository.OfTests("Events", "Samples");

    /// <summary>Stored names of all samples.</summary>
    public static IEnumerable<string> Names =>
        Files.Select(file => file.Split('+')[0]).Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> Files =>
        Directory.Exists(Folder)
            ? Directory
                .EnumerateFiles(Folder, "*.json")
                .Select(file => Path.GetFileNameWithoutExtension(file))
                .Order(StringComparer.Ordinal)
            : [];

    /// <summary>The body as it was stored at first, or null when there is no sample.</summary>
    /// <param name="storedName">Name with version.</param>
    public static string? Find(string storedName) =>
        File.Exists(PathOf(storedName)) ? File.ReadAllText(PathOf(storedName), Encoding.UTF8).TrimEnd() : null;

    /// <summary>Every form in which it was stored, the first one first.</summary>
    /// <param name="storedName">Name with version.</param>
    public static IReadOnlyList<string> FormsOf(string storedName) =>
        [.. Files.Where(file => file.Split('+')[0] == storedName).Select(file => Find(file)!)];

    /// <summary>Members that the event has today and no sample shows, as paths; empty when every one is shown.</summary>
    /// <param name="type">The event.</param>
    public static IReadOnlyList<string> MembersWithoutSample(Type type) =>
        [
            .. MembersOf(Made(type))
                .Except(FormsOf(EventLanguage.OfDomain.StoredNameOf(type)).SelectMany(MembersOf))
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>Writes samples of the events and members that have none; a sample that is there is never changed.</summary>
    public static void WriteMissing()
    {
        Directory.CreateDirectory(Folder);
        foreach (var type in EventLanguage.OfDomain.Types)
        {
            var name = EventLanguage.OfDomain.StoredNameOf(type);
            if (Find(name) is null)
            {
                File.WriteAllText(PathOf(name), Made(type) + "\n");
            }
            else if (MembersWithoutSample(type) is [var first, ..])
            {
                File.WriteAllText(PathOf($"{name}+{first.Split('.')[^1]}"), Made(type) + "\n");
            }
        }
    }

    private static string PathOf(string storedName) => Path.Combine(Folder, $"{storedName}.json");

    private static string Made(Type type)
    {
        var json = JsonSerializer.Serialize(Make(type, type.Name), type, CenterJson.Options);
        return Encoding.UTF8.GetString(CanonicalJson.Of(json));
    }

    private static HashSet<string> MembersOf(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. MembersOf(document.RootElement, string.Empty)];
    }

    private static IEnumerable<string> MembersOf(JsonElement value, string path) =>
        value.ValueKind switch
        {
            JsonValueKind.Object => value
                .EnumerateObject()
                .SelectMany(member => MembersOf(member.Value, $"{path}.{member.Name}").Append($"{path}.{member.Name}")),
            JsonValueKind.Array => value.EnumerateArray().SelectMany(item => MembersOf(item, $"{path}[]")),
            _ => [],
        };

    private static object Make(Type type, string name)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (_made.TryGetValue(type, out var made))
        {
            return made;
        }

        return type == typeof(string) ? JsonNamingPolicy.KebabCaseLower.ConvertName(name)
            : type.IsEnum ? Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1)!
            : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueList<>) ? MakeList(type, name)
            : MakeRecord(type);
    }

    private static object MakeList(Type type, string name)
    {
        var item = type.GetGenericArguments()[0];
        var items = Array.CreateInstance(item, 1);
        items.SetValue(Make(item, name), 0);
        return Activator.CreateInstance(type, items)!;
    }

    private static object MakeRecord(Type type)
    {
        var constructor = type.GetConstructors(BindingFlags.Public | BindingFlags.Instance)
            .OrderByDescending(one => one.GetParameters().Length)
            .First();
        var arguments = constructor.GetParameters().Select(one => Make(one.ParameterType, one.Name!));
        return constructor.Invoke([.. arguments]);
    }
}
