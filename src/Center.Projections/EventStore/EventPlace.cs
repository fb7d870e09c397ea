using System;

namespace Center.Projections.EventStore;

/// <summary>Where an event stands.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Stream">Key of its stream.</param>
/// <param name="Version">Its number in the stream, from 1.</param>
public sealed record EventPlace(Guid Id, string Stream, long Version);
