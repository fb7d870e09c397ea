using System;

namespace Center.Projections.Audit;

/// <summary>Up to where a stream is told; each bound is inclusive, and what is null does not narrow.</summary>
/// <param name="Version">Last version.</param>
/// <param name="Position">Last position of the log.</param>
/// <param name="At">
/// The instant that the position stands for. It is told and does not narrow: an instant first becomes a position, and events
/// are cut by that, so that the same stretch of the log is meant everywhere.
/// </param>
public sealed record StreamCut(long? Version = null, long? Position = null, DateTimeOffset? At = null)
{
    /// <summary>Whether an event lies within.</summary>
    /// <param name="version">Its place in the stream.</param>
    /// <param name="position">Its place in the log.</param>
    public bool Includes(long version, long position) => !(version > Version) && !(position > Position);
}
