using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Center.Domain.Audit;
using Center.Projections.Audit.Sealing;

namespace Center.Api.Audit;

/// <summary>Why a witness did not cosign.</summary>
internal enum WitnessFailure
{
    /// <summary>No connection.</summary>
    Unreachable,

    /// <summary>No answer in time.</summary>
    TimedOut,

    /// <summary>It does not know this log (404): its operator has to be told of it.</summary>
    UnknownLog,

    /// <summary>It trusts another key of this log (403).</summary>
    UntrustedKey,

    /// <summary>It does not accept the proof (422), or knows another tree of this size (409).</summary>
    Inconsistent,

    /// <summary>It has cosigned more leaves than were published here: the database is older than what it saw.</summary>
    Ahead,

    /// <summary>It answered something that is no answer.</summary>
    Unreadable,

    /// <summary>What it answered is no right cosignature by the key that is configured.</summary>
    WrongSignature,

    /// <summary>Another status.</summary>
    Refused,
}

/// <summary>What a witness answered.</summary>
/// <param name="Cosignature">The cosignature, checked; null when there is none.</param>
/// <param name="Failure">Why there is none; null also when it is to be asked again at once.</param>
internal sealed record WitnessAnswer(CheckedCosignature? Cosignature, WitnessFailure? Failure);

/// <summary>Asks a witness to cosign a checkpoint (C2SP tlog-witness, add-checkpoint).</summary>
/// <param name="tree">Makes proofs.</param>
/// <param name="settings">How long a witness may take.</param>
internal sealed class WitnessClient(LogTree tree, LogSettings settings) : IDisposable
{
    private const int LargestAnswer = 64 * 1024;

    // Redirects are not followed: the key says who must answer, the operator says where.
    private readonly HttpClient _http = new(
        new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }
    )
    {
        Timeout = settings.WitnessTimeout,
        MaxResponseContentBufferSize = LargestAnswer,
    };

    /// <summary>Asks, and once more from the size that the witness says it knows.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="witness">The witness.</param>
    /// <param name="old">Leaves that it is thought to have cosigned last.</param>
    /// <param name="checkpoint">What it is to cosign.</param>
    /// <param name="stopping">Gives up.</param>
    public async Task<WitnessAnswer> AskAsync(
        string centre,
        Witness witness,
        long old,
        PublishedCheckpoint checkpoint,
        CancellationToken stopping
    )
    {
        try
        {
            using var first = await SendAsync(centre, witness, old, checkpoint, stopping);
            var text = await TextOfAsync(first, stopping);
            if (!IsSize(first, text, out var known))
            {
                return Read(first.StatusCode, text, witness, checkpoint);
            }

            if (known > checkpoint.Size)
            {
                var newest = await tree.NewestAsync(centre, stopping);
                return new WitnessAnswer(null, newest?.Size < known ? WitnessFailure.Ahead : null);
            }

            using var second = await SendAsync(centre, witness, known, checkpoint, stopping);
            return Read(second.StatusCode, await TextOfAsync(second, stopping), witness, checkpoint);
        }
        catch (TaskCanceledException) when (!stopping.IsCancellationRequested)
        {
            return new WitnessAnswer(null, WitnessFailure.TimedOut);
        }
        catch (HttpRequestException broken)
        {
            var tooLong = broken.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded;
            return new WitnessAnswer(null, tooLong ? WitnessFailure.Unreadable : WitnessFailure.Unreachable);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(
        string centre,
        Witness witness,
        long old,
        PublishedCheckpoint checkpoint,
        CancellationToken stopping
    )
    {
        TreeHash[] proof = [];
        if (old > 0 && old < checkpoint.Size)
        {
            var shape = ProofShape.OfConsistency(old, checkpoint.Size);
            var tiles = await tree.TilesAsync(centre, shape, checkpoint.Size, stopping);
            proof = [.. tiles.ProofOf(shape)];
        }

        var body = Encoding.UTF8.GetBytes(WitnessRequest.Write(old, proof, checkpoint.Note));
        using var content = new ByteArrayContent(body);
        return await _http.PostAsync(new Uri(witness.Address, "add-checkpoint"), content, stopping);
    }

    // Whatever character set the answer claims: notes are UTF-8.
    private static async Task<string> TextOfAsync(HttpResponseMessage answer, CancellationToken stopping) =>
        Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync(stopping));

    private static bool IsSize(HttpResponseMessage answer, string text, out long size)
    {
        size = 0;
        return answer.StatusCode == HttpStatusCode.Conflict
            && answer.Content.Headers.ContentType?.MediaType == WitnessRequest.SizeMedia
            && WitnessRequest.TryReadSize(text, out size);
    }

    private static WitnessAnswer Read(
        HttpStatusCode status,
        string text,
        Witness witness,
        PublishedCheckpoint checkpoint
    ) =>
        status switch
        {
            HttpStatusCode.OK => ReadLines(text, witness, checkpoint),
            HttpStatusCode.NotFound => new(null, WitnessFailure.UnknownLog),
            HttpStatusCode.Forbidden => new(null, WitnessFailure.UntrustedKey),
            HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity => new(null, WitnessFailure.Inconsistent),
            _ => new(null, WitnessFailure.Refused),
        };

    // Lines of keys that are not configured are passed over, as the standard has it.
    private static WitnessAnswer ReadLines(string text, Witness witness, PublishedCheckpoint checkpoint)
    {
        SignedNote.TryRead(checkpoint.Note, out var signed);
        if (!SignedNote.TryRead($"{signed!.Text}\n{text}", out var answered) || answered.Text != signed.Text)
        {
            return new(null, WitnessFailure.Unreadable);
        }

        var own = answered with
        {
            Signatures = [.. answered.Signatures.Where(line => Cosignature.IsBy(witness.Key, line))],
        };
        return Cosignature.TimeOf(own, witness.Key, LogKey.IsRight) is { } at
            ? new(new CheckedCosignature(witness.Id, LinesOf(own), at), null)
            : new(null, WitnessFailure.WrongSignature);
    }

    private static string LinesOf(SignedNote note) => note.ToString()[(note.Text.Length + 1)..];
}
