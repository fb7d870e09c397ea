using System;

namespace Center.Projections.EventStore;

/// <summary>A lost race: the decision was made on a version that is no longer the newest. Decide again.</summary>
/// <param name="message">Which stream.</param>
/// <param name="inner">The store's own exception, or null.</param>
public sealed class StaleStreamException(string message, Exception? inner) : Exception(message, inner);
