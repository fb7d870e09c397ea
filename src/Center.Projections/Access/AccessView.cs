using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Center.Domain.Access;
using Center.Domain.Kernel;
using Center.Projections.EventStore;
using JasperFx.Events;

namespace Center.Projections.Access;

/// <summary>What a subject can do now.</summary>
/// <param name="Id">The subject.</param>
/// <param name="Access">Keys, sign-in links and roles.</param>
public sealed record SubjectRow(string Id, SubjectAccess Access) : IViewRow;

/// <summary>Whose key or sign-in link it is.</summary>
/// <param name="Id">The key or link.</param>
/// <param name="Subject">The subject.</param>
/// <param name="IsLink">Whether it is a sign-in link.</param>
/// <param name="IssuedAt">When it was issued.</param>
public sealed record CredentialRow(string Id, string Subject, bool IsLink, DateTimeOffset IssuedAt) : IViewRow;

/// <summary>Which key or sign-in link a secret belongs to.</summary>
/// <param name="Id">SHA-256 of the secret in hex.</param>
/// <param name="Subject">The subject.</param>
/// <param name="Credential">The key or link.</param>
public sealed record SecretRow(string Id, string Subject, CredentialId Credential) : IViewRow;

/// <summary>Who can do what now. Kept in the transaction of the change, so that a revocation counts at once.</summary>
public sealed class AccessView : View
{
    private const string StreamPrefix = "access/";

    /// <inheritdoc/>
    public override string Name => "access";

    /// <inheritdoc/>
    public override IReadOnlyList<string>? Streams => [StreamPrefix];

    /// <inheritdoc/>
    public override IReadOnlyList<Type> RowTypes => [typeof(SubjectRow), typeof(CredentialRow), typeof(SecretRow)];

    /// <inheritdoc/>
    public override bool Inline => true;

    /// <summary>Stream of a subject's rights.</summary>
    /// <param name="subject">The subject.</param>
    public static string StreamOf(string subject) => StreamPrefix + subject;

    /// <inheritdoc/>
    public override IEnumerable<RowKey> Needs(IEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        return e.StreamKey!.StartsWith(StreamPrefix, StringComparison.Ordinal)
            ? [new RowKey(typeof(SubjectRow), e.StreamKey[StreamPrefix.Length..])]
            : [];
    }

    /// <inheritdoc/>
    public override async ValueTask ApplyAsync(IEvent e, ViewRows rows)
    {
        ArgumentNullException.ThrowIfNull(e);
        ArgumentNullException.ThrowIfNull(rows);
        if (!e.StreamKey!.StartsWith(StreamPrefix, StringComparison.Ordinal))
        {
            return;
        }

        var subject = e.StreamKey[StreamPrefix.Length..];
        var before = (await rows.FindAsync<SubjectRow>(subject))?.Access ?? AccessDecider.Initial;
        rows.Store(new SubjectRow(subject, AccessDecider.Evolve(before, e.Data)));
        switch (e.Data)
        {
            case KeyIssued key:
                rows.Store(new CredentialRow(key.KeyId.ToString(), subject, false, e.Timestamp));
                rows.Store(new SecretRow(key.SecretHash, subject, key.KeyId));
                break;
            case SignInLinkIssued link:
                rows.Store(new CredentialRow(link.LinkId.ToString(), subject, true, e.Timestamp));
                rows.Store(new SecretRow(link.SecretHash, subject, link.LinkId));
                break;
        }
    }
}
