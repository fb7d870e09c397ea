using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using JasperFx.Events;
using Marten;

namespace Center.Projections.EventStore;

/// <summary>How the service came to know what an event says; written with every event by <see cref="Work"/> alone.</summary>
/// <param name="Actor">Subject that acted: a pseudonym (UUID text), or <c>system:&lt;what&gt;</c>.</param>
/// <param name="Role">Role under which the actor acted.</param>
/// <param name="Channel">api, page, device, command-line, system or demonstration.</param>
/// <param name="RequestId">Id of the request, unique for each call.</param>
/// <param name="Correlation">Ties together everything that came of one cause.</param>
public sealed record EventContext(string Actor, string Role, string Channel, string RequestId, string Correlation)
{
    internal const string RoleHeader = "role";
    internal const string ChannelHeader = "channel";
    internal const string RequestHeader = "request";
    internal const string OnBehalfOfHeader = "onBehalfOf";
    internal const string PolicyHeader = "policy";
    internal const string SaltHeader = "salt";

    /// <summary>The public leaf of the event as it was appended, added by the statement that appends it.</summary>
    internal const string CommitmentHeader = "commitment";

    /// <summary>Person or organisation for whom the actor acted, or null.</summary>
    public string? OnBehalfOf { get; init; }

    /// <summary>Id of the event or message that caused this, or null.</summary>
    public string? Causation { get; init; }

    /// <summary>Version of the rules that the decision was made by, or null where no rules apply.</summary>
    public string? PolicyVersion { get; init; }

    /// <summary>The context of something that the service does by itself.</summary>
    /// <param name="what">What it does, for example <c>lapse</c>.</param>
    /// <param name="requestId">Unique id of this run.</param>
    public static EventContext System(string what, string requestId) =>
        new($"system:{what}", "system", "system", requestId, requestId);

    /// <summary>An event as it is stored; each gets a salt of its own for its leaf in the audit log.</summary>
    internal IEvent Stamp(IDocumentSession session, object data, DateTimeOffset at)
    {
        EventLanguage.OfDomain.NameOf(data.GetType());
        var stamped = session.Events.BuildEvent(data);
        stamped.Timestamp = at;
        stamped.CorrelationId = Correlation;
        stamped.CausationId = Causation;
        stamped.UserName = Actor;
        stamped.Headers = Headers(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
        return stamped;
    }

    private Dictionary<string, object> Headers(string salt)
    {
        var headers = new Dictionary<string, object>
        {
            [RoleHeader] = Role,
            [ChannelHeader] = Channel,
            [RequestHeader] = RequestId,
            [SaltHeader] = salt,
        };
        if (OnBehalfOf is not null)
        {
            headers[OnBehalfOfHeader] = OnBehalfOf;
        }

        if (PolicyVersion is not null)
        {
            headers[PolicyHeader] = PolicyVersion;
        }

        return headers;
    }
}
