using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Projections.Access;
using Microsoft.Extensions.Logging;

namespace Center.Api.Access;

/// <summary>
/// On a machine of one's own, the first start issues an administrator's key and writes it to a file that only its owner
/// can read. With a database that was given, <c>-- keys create</c> does it.
/// </summary>
/// <param name="settings">Whether the database is the service's own.</param>
/// <param name="home">Where the file goes.</param>
/// <param name="credentials">Which centres there are.</param>
/// <param name="lists">Whether there was ever an administrator.</param>
/// <param name="console">Issues the key.</param>
/// <param name="log">Says where the file is, never what is in it.</param>
internal sealed partial class FirstKey(
    CenterSettings settings,
    CenterHome home,
    Credentials credentials,
    AccessLists lists,
    ConsoleKeys console,
    ILogger<FirstKey> log
) : IFirstStart
{
    private const string FileName = "admin-key";

    /// <summary>After the definition, which makes the centre.</summary>
    public int Order => 900;

    public async Task RunAsync(CancellationToken stopping)
    {
        var centres = await credentials.CentresAsync(stopping);
        if (settings.ConnectionString is not null || centres.Count != 1)
        {
            return;
        }

        if (await lists.EverIssuedAsync(centres[0], "admin", stopping))
        {
            return;
        }

        // The file comes first: a start that dies in between finds it again and issues just this key.
        var secret = Encoding.UTF8.GetString(
            home.ReadOrCreateSecret(FileName, () => Encoding.UTF8.GetBytes(KeySecret.NewKey()))
        );
        var wanted = new WantedKey("first administrator", Grant.Everywhere(Role.Admin));
        await console.IssueAsync(centres[0], wanted, secret.Trim(), stopping);
        LogWritten(home.PathOf(FileName));
    }

    [LoggerMessage(LogLevel.Information, "The administrator's key is in {Path}")]
    private partial void LogWritten(string path);
}
