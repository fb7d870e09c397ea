using Center.Domain.Kernel;

namespace Center.Domain.Facilities;

/// <summary>Something wrong in a definition.</summary>
/// <param name="Place">JSON path of the value, such as <c>$.facilities[3].capacity</c>.</param>
/// <param name="Reason">What is wrong with it, for the person who wrote the file.</param>
public sealed record DefinitionProblem(string Place, string Reason)
{
    /// <summary>Reason of a member that nobody reads, mostly a misspelt one.</summary>
    public const string UnknownMember = "is not a member known here";

    /// <summary>Reason of a member that must be there.</summary>
    public const string Missing = "is missing";

    /// <summary>Reason of a value that must be an object.</summary>
    public const string NoObject = "must be an object";
}

/// <summary>What came of reading a definition or a piece of one: the value, or everything that is wrong with the text.</summary>
/// <typeparam name="T">What was read.</typeparam>
/// <param name="Value">The value; null when there are problems.</param>
/// <param name="Problems">All problems, in order of the text as far as possible; empty when the value is good.</param>
public sealed record DefinitionReading<T>(T? Value, ValueList<DefinitionProblem> Problems)
    where T : class
{
    /// <summary>The refusal that the problems amount to; null when there are none.</summary>
    public Refusal? Refusal => DefinitionRefusal.Of(Problems);
}

/// <summary>Makes the refusal of a bad definition.</summary>
internal static class DefinitionRefusal
{
    public static Refusal? Of(ValueList<DefinitionProblem> problems) =>
        problems.Count == 0
            ? null
            : new Refusal(
                "invalid-definition",
                problems.Count == 1
                    ? $"{problems[0].Place} {problems[0].Reason}."
                    : $"{problems[0].Place} {problems[0].Reason}; {problems.Count - 1} more."
            ).With("problems", problems);
}
