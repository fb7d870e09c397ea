using System.Collections.Generic;
using Center.Domain.Kernel;

namespace Center.Domain.Facilities;

/// <summary>Events to append to one stream.</summary>
/// <param name="StreamKey">Key of the stream, such as <c>facility/gym</c>; it may not exist yet.</param>
/// <param name="Events">At least one event, in order.</param>
public sealed record StreamChange(string StreamKey, ValueList<object> Events);

/// <summary>What a definition changes, over several streams: all of it or, when refused, nothing.</summary>
/// <param name="Changes">One item a stream; empty when nothing changed or when refused.</param>
/// <param name="Refusal">Why not; null when accepted.</param>
public sealed record DefinitionDecision(IReadOnlyList<StreamChange> Changes, Refusal? Refusal);
