using System.Collections.Generic;
using Center.Api.Plumbing.Reference;

namespace Center.Api.Audit;

/// <summary>What the reference says about the public log and its proofs.</summary>
internal static class LogReference
{
    private const string Bytes = "application/octet-stream";

    public static IReadOnlyList<RouteNote> All { get; } =
    [
        .. PublicOf("/audit/log", "of the only centre"),
        .. PublicOf("/audit/log/{centre}", "of a centre"),
        RouteNote.Get("/audit/log/status", "How far the public log has come").Answers<LogStatusAnswer>(),
        RouteNote
            .Get("/audit/proofs/events/{eventId:guid}", "Prove that the public log holds an event")
            .Answers<LeafProofAnswer>()
            .Asks("size")
            .Says(
                "In the newest checkpoint, or in the published one with `size` leaves. Checked offline: see the guide."
            ),
        RouteNote
            .Get("/audit/proofs/leaves/{index:long}", "Prove a leaf of the public log")
            .Answers<LeafProofAnswer>()
            .Asks("size"),
        RouteNote
            .Get("/audit/proofs/consistency", "Prove that one tree is the beginning of another")
            .Answers<ConsistencyAnswer>()
            .Asks("from", "to")
            .Says("`from` and `to` are numbers of leaves; `to` is the newest checkpoint's unless given."),
    ];

    private static IEnumerable<RouteNote> PublicOf(string log, string whose) =>
        [
            RouteNote
                .Get($"{log}/checkpoint", $"The newest checkpoint {whose}")
                .Answers<string>(media: "text/plain")
                .Says("A signed note, C2SP tlog-checkpoint."),
            RouteNote
                .Get($"{log}/key", $"The key of the public log {whose}")
                .Answers<string>(media: "text/plain")
                .Says("A verifier key, C2SP signed-note."),
            RouteNote
                .Get($"{log}/tile/{{level}}/{{**place}}", $"A tile of the tree {whose}")
                .Answers<string>(media: Bytes)
                .Says("Hashes of 32 bytes side by side, C2SP tlog-tiles."),
            RouteNote
                .Get($"{log}/tile/entries/{{**place}}", $"The entries under a tile {whose}")
                .Answers<string>(media: Bytes)
                .Says("Salted commitments, each behind its length; C2SP tlog-tiles."),
        ];
}
