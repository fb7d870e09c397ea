using System;
using System.Collections.Generic;
using Center.Api.Plumbing.Reference;

namespace Center.Api.Access;

/// <summary>What the reference says about the routes of the room.</summary>
internal static class AccessReference
{
    public static IReadOnlyList<RouteNote> All { get; } =
    [
        RouteNote.Get("/me", "Who one is to the centre").Answers<MeAnswer>(),
        RouteNote.Get("/keys", "Keys that were issued").AnswersPage<KeyAnswer>().Says("Never the keys themselves."),
        RouteNote.Post("/keys", "Issue a key").Answers<KeyOnce>(201).Says("The key is shown this once."),
        RouteNote.Delete("/keys/{id:guid}", "Revoke a key"),
        RouteNote
            .Delete("/keys/{id:guid}/name", "Take away what a key or a device is called")
            .Says("The name is gone for good; the key goes on."),
        RouteNote.Get("/grants", "Roles that are held").AnswersPage<GrantAnswer>().Asks("subject"),
        RouteNote.Post("/grants", "Grant a role").Answers<GrantAnswer>(201),
        RouteNote.Delete("/grants", "Revoke a role").Asks("subject", "role", "scope"),
    ];
}

/// <summary>A key, shown once.</summary>
/// <param name="Id">The credential.</param>
/// <param name="Key">What is sent as Bearer.</param>
internal sealed record KeyOnce(Guid Id, string Key);
