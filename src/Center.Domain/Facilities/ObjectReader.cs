using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Center.Domain.Kernel;

namespace Center.Domain.Facilities;

/// <summary>
/// Reads one JSON object of a definition member by member and notes every problem with its place; what cannot be read
/// becomes a harmless stand-in, so that one pass finds everything. Members that start with <c>_</c> are comments.
/// </summary>
internal sealed partial class ObjectReader
{
    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly List<DefinitionProblem> _problems;
    private readonly bool _isObject;

    public ObjectReader(JsonElement element, string place, List<DefinitionProblem> problems)
    {
        Place = place;
        _problems = problems;
        _isObject = element.ValueKind == JsonValueKind.Object;
        if (!_isObject)
        {
            Complain(DefinitionProblem.NoObject);
            return;
        }

        foreach (var member in element.EnumerateObject().Where(member => !member.Name.StartsWith('_')))
        {
            if (!_members.TryAdd(member.Name, member.Value))
            {
                Complain(member.Name, "is given twice");
            }
        }
    }

    /// <summary>JSON path of the object.</summary>
    public string Place { get; }

    /// <summary>Names of all members in order.</summary>
    public IReadOnlyCollection<string> Names => _members.Keys;

    /// <summary>Whether a member is there and not null.</summary>
    public bool Has(string name) => _members.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>Whether a member is there as an explicit null.</summary>
    public bool IsNull(string name) =>
        _members.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.Null;

    public void Complain(string reason) => _problems.Add(new DefinitionProblem(Place, reason));

    public void Complain(string name, string reason) => _problems.Add(new DefinitionProblem($"{Place}.{name}", reason));

    /// <summary>Says which members nobody asked for; called once all known ones were read.</summary>
    public void Close()
    {
        foreach (var name in _members.Keys.Where(name => !_asked.Contains(name)))
        {
            Complain(name, DefinitionProblem.UnknownMember);
        }
    }

    /// <summary>The object in a member; null when it is missing.</summary>
    public ObjectReader? Object(string name, bool required = true) =>
        Ask(name, required) is { } element ? new ObjectReader(element, $"{Place}.{name}", _problems) : null;

    /// <summary>The objects in a list.</summary>
    public IReadOnlyList<ObjectReader> Objects(string name, bool required = true) =>
        Items(name, required).Select(item => new ObjectReader(item.Element, item.Place, _problems)).ToList();

    /// <summary>The texts in a list, each with its place.</summary>
    public IReadOnlyList<DefinitionText> Texts(string name, bool required = true)
    {
        var texts = new List<DefinitionText>();
        foreach (var (element, place) in Items(name, required))
        {
            if (element.ValueKind == JsonValueKind.String)
            {
                texts.Add(new DefinitionText(element.GetString()!, place));
            }
            else
            {
                _problems.Add(new DefinitionProblem(place, "must be a text"));
            }
        }

        return texts;
    }

    public void ComplainAt(string place, string reason) => _problems.Add(new DefinitionProblem(place, reason));

    private List<(JsonElement Element, string Place)> Items(string name, bool required)
    {
        if (Ask(name, required) is not { } list)
        {
            return [];
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            Complain(name, "must be a list");
            return [];
        }

        return list.EnumerateArray().Select((element, at) => (element, $"{Place}.{name}[{at}]")).ToList();
    }

    private JsonElement? Ask(string name, bool required)
    {
        _asked.Add(name);
        if (Has(name))
        {
            return _members[name];
        }

        if (required && _isObject)
        {
            Complain(name, DefinitionProblem.Missing);
        }

        return null;
    }
}

/// <summary>A text of a definition and where it stands.</summary>
/// <param name="Text">The text.</param>
/// <param name="Place">Its JSON path.</param>
internal sealed record DefinitionText(string Text, string Place);
