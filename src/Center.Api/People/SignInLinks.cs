using System;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Api.Plumbing.Pages;
using Center.Domain.Access;
using Center.Domain.Kernel;
using Center.Domain.People;
using Center.Projections.Access;
using Center.Projections.People;
using Microsoft.AspNetCore.Http;

namespace Center.Api.People;

/// <summary>Makes one-time links by which a person gets into the pages without a password.</summary>
internal static class SignInLinks
{
    public static Task<IResult> Make(Guid id, Body<SignInLinkRequest> body, CommandDoor door, HttpRequest http) =>
        door.RunAsync(body, Making(id, OriginOf(http), body.Value.Qr));

    /// <summary>Makes a link; told once for clients, for pages and for the command line.</summary>
    /// <param name="id">Whom it signs in.</param>
    /// <param name="origin">Where the pages are, without a slash at the end.</param>
    /// <param name="withQr">Whether a picture comes with it.</param>
    public static Func<Command, Task<Reply>> Making(Guid id, string origin, bool withQr = false) =>
        async command =>
        {
            var row = await command.Work.Session.LoadAsync<PersonRow>(id.ToString());
            if (row is null)
            {
                return new Refusal("not-found", "There is no such person.");
            }

            if (row.Person.Erased)
            {
                return PersonDecider.Erased;
            }

            if (row.Person.MergedInto is { } into)
            {
                return new Refusal("wrong-state", "The record was merged into another one.").With("mergedInto", into);
            }

            return await IssueAsync(command, row.Id, withQr, origin);
        };

    /// <summary>Where the pages are, as whoever asks sees it.</summary>
    /// <param name="http">The request.</param>
    public static string OriginOf(HttpRequest http) => $"{http.Scheme}://{http.Host}";

    private static async Task<Reply> IssueAsync(Command command, string subject, bool withQr, string origin)
    {
        var token = KeySecret.NewToken();
        var ask = new MakeSignInLink(
            new CredentialId(Guid.CreateVersion7(command.Work.Now)),
            KeySecret.HashOf(token),
            command.Work.Now,
            command.Caller.AsIssuer()
        );
        var decided = await command.DecideAsync(
            AccessView.StreamOf(subject),
            AccessDecider.Initial,
            AccessDecider.Evolve,
            state => AccessDecider.Decide(ask, state)
        );
        if (decided.Refusal is { } refusal)
        {
            return refusal;
        }

        var url = $"{origin}/sign-in/{token}";
        var expiresAt = ask.At + AccessDecider.LinkLife;
        return Reply.Created(
            $"/api/v1/keys/{ask.LinkId}",
            new SignInLinkAnswer(ask.LinkId, url, expiresAt, withQr ? QrPicture.Of(url)?.ToSvg() : null),
            bodyToKeep: new SignInLinkAnswer(ask.LinkId, null, expiresAt, null)
        );
    }
}

/// <summary>How the link is wanted.</summary>
/// <param name="Qr">Whether a picture comes with it.</param>
internal sealed record SignInLinkRequest(bool Qr = false);

/// <summary>A link, shown once.</summary>
/// <param name="Id">The link; what it opens is revoked as a key.</param>
/// <param name="Url">Opens the pages once.</param>
/// <param name="ExpiresAt">From then on it opens nothing.</param>
/// <param name="Qr">The link as an SVG picture, or absent.</param>
internal sealed record SignInLinkAnswer(CredentialId Id, string? Url, DateTimeOffset ExpiresAt, string? Qr);
