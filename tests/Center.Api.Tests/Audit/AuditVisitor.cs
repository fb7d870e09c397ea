using System.Collections.Generic;
using System.Threading.Tasks;
using Center.Api.Tests.Browser;

namespace Center.Api.Tests.Audit;

/// <summary>A visitor of the auditor's pages.</summary>
/// <param name="centre">The centre.</param>
internal sealed class AuditVisitor(AuditCentre centre) : PageVisitor(centre.Center)
{
    /// <summary>Signed in by a key of some role.</summary>
    public static async Task<AuditVisitor> AsAsync(AuditCentre centre, string role = "auditor")
    {
        var visitor = new AuditVisitor(centre);
        await visitor.SignInAsync(await centre.KeyAsync(role), "/audit");
        return visitor;
    }

    /// <summary>A form of the first page with its token and key, and what is typed into it.</summary>
    public Task<Dictionary<string, string>> FormAsync(params (string Name, string Value)[] fields) =>
        FormAsync("/audit", fields);
}
