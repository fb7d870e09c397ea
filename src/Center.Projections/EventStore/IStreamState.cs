using JasperFx.Events;

namespace Center.Projections.EventStore;

/// <summary>
/// What a view knows of one stream, when the events of that stream say it in full: it is folded from them when it is looked
/// for, and never stored.
/// </summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface IStreamState<TSelf>
    where TSelf : class, IStreamState<TSelf>
{
    /// <summary>The key of the stream.</summary>
    string Stream { get; }

    /// <summary>Before the first event.</summary>
    /// <param name="stream">Stream key.</param>
    static abstract TSelf Begin(string stream);

    /// <summary>After one more event.</summary>
    /// <param name="e">The event.</param>
    TSelf After(IEvent e);
}
