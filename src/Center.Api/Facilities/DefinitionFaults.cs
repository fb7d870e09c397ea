using System.Linq;
using Center.Api.Plumbing;
using Center.Domain.Facilities;
using Center.Domain.Kernel;

namespace Center.Api.Facilities;

/// <summary>Faults of a body in the shape of the definition file, as every endpoint names faults of a body.</summary>
internal static class DefinitionFaults
{
    private const int MostNamed = 100;

    /// <summary>What was read.</summary>
    /// <exception cref="RefusedException">
    /// unknown-member when there is any, since a misspelt name explains most of the other faults; invalid-body when
    /// something is missing or no object; else invalid-value. The faults stand in <c>problems</c>, at most 100 of them.
    /// </exception>
    public static T ValueOrRefuse<T>(this DefinitionReading<T> reading)
        where T : class => reading.Value ?? throw new RefusedException(Of(reading.Problems));

    private static Refusal Of(ValueList<DefinitionProblem> problems)
    {
        var worst = problems.MinBy(Rank)!;
        var more = problems.Count > 1 ? $" Problems: {problems.Count}." : string.Empty;
        return new Refusal(CodeOf(worst), $"{worst.Place} {worst.Reason}.{more}")
            .With("member", worst.Place)
            .With("problems", problems.Take(MostNamed).ToList());
    }

    private static string CodeOf(DefinitionProblem problem) =>
        Rank(problem) switch
        {
            0 => "unknown-member",
            1 => "invalid-body",
            _ => "invalid-value",
        };

    private static int Rank(DefinitionProblem problem) =>
        problem.Reason switch
        {
            DefinitionProblem.UnknownMember => 0,
            DefinitionProblem.Missing or DefinitionProblem.NoObject => 1,
            _ => 2,
        };
}
