using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Projections.Bookings;

namespace Center.Api.Bookings;

/// <summary>What a command will surely read, so that a whole batch reads it in one go. A wrong guess only costs time.</summary>
/// <param name="Streams">Streams that it folds.</param>
/// <param name="Need">What its wish needs, by the definition that was read last; null when that cannot be said.</param>
internal sealed record Foreseen(IReadOnlyList<string> Streams, Func<CentreBook, AdmissionNeed?>? Need = null)
{
    /// <summary>Records of people who may have others.</summary>
    public IReadOnlyList<PersonId> People { get; init; } = [];
}

/// <summary>A command that waits for its batch, and its client for the answer.</summary>
/// <param name="head">Who asks, and under which conditions.</param>
/// <param name="foreseen">What it will read.</param>
/// <param name="handle">Decides.</param>
/// <param name="gone">Cancelled when the client has hung up.</param>
internal sealed class WaitingCommand(
    CommandHead head,
    Foreseen foreseen,
    Func<Command, Task<Reply>> handle,
    CancellationToken gone
)
{
    private readonly TaskCompletionSource<CommandAnswer> _answer = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    /// <summary>When it came; the clock of this node, for its patience alone.</summary>
    public DateTime Arrived { get; } = DateTime.UtcNow;

    public CommandHead Head => head;

    public Foreseen Foreseen => foreseen;

    public Func<Command, Task<Reply>> Handle => handle;

    /// <summary>Comes after the commit.</summary>
    public Task<CommandAnswer> Answer => _answer.Task;

    /// <summary>Whether it need not be decided any more; asked before its batch, never after.</summary>
    public bool IsGivenUp
    {
        get
        {
            if (gone.IsCancellationRequested)
            {
                _answer.TrySetCanceled(gone);
            }

            return _answer.Task.IsCompleted;
        }
    }

    public void Tell(CommandAnswer answer) => _answer.TrySetResult(answer);

    public void Fail(Exception why) => _answer.TrySetException(why);
}
