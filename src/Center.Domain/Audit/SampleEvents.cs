using Center.Domain.Kernel;

namespace Center.Domain.Audit;

/// <summary>
/// An auditor drew a sample of the log by a seed, so that nobody can say that the events were picked, and anybody can draw
/// the same again; see <see cref="SampleDraw"/>. Stream <c>sample/{id}</c>.
/// </summary>
/// <param name="Seed">What decides by chance.</param>
/// <param name="Size">How many were wanted.</param>
/// <param name="Criteria">Out of which events.</param>
/// <param name="Matching">How many there were.</param>
/// <param name="Drawn">Positions of those drawn, in the order of the draw; fewer than wanted when there were no more.</param>
[EventName("sample.drawn", 1)]
public sealed record SampleDrawn(string Seed, int Size, SampleCriteria Criteria, long Matching, ValueList<long> Drawn);
