using Center.Api.Plumbing;
using Microsoft.Extensions.Configuration;

namespace Center.Api.Statistics.Pages;

/// <summary>Who may look at the board (<c>Center:Board</c>): everybody (<c>public</c>), or only who is <c>signed-in</c>.</summary>
/// <param name="IsPublic">Whether strangers may.</param>
internal sealed record BoardSettings(bool IsPublic)
{
    /// <exception cref="StartupFailure">The word is neither of the two.</exception>
    public static BoardSettings Of(IConfiguration configuration) =>
        configuration["Center:Board"] switch
        {
            null or "" or "public" => new BoardSettings(true),
            "signed-in" => new BoardSettings(false),
            _ => throw new StartupFailure(
                "Center:Board is neither 'public' nor 'signed-in': correct it or leave it out."
            ),
        };
}
