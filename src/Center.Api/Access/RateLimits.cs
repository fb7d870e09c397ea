using System;
using System.Globalization;
using System.Threading.RateLimiting;
using Center.Api.Plumbing;
using Microsoft.AspNetCore.Http;

namespace Center.Api.Access;

/// <summary>
/// A token bucket per credential, and per address for strangers; the answer says how much is left
/// (<c>RateLimit-Limit</c>, <c>-Remaining</c>, <c>-Reset</c> in seconds).
/// </summary>
internal sealed class RateLimits : IDisposable
{
    private const int PeriodsPerSecond = 10;

    private readonly AccessSettings _settings;
    private readonly PartitionedRateLimiter<Bucket> _limiter;

    public RateLimits(AccessSettings settings)
    {
        _settings = settings;
        _limiter = PartitionedRateLimiter.Create<Bucket, Bucket>(bucket =>
            RateLimitPartition.GetTokenBucketLimiter(bucket, OptionsOf)
        );
    }

    /// <summary>Takes one request out of the caller's bucket, or out of the address's.</summary>
    /// <exception cref="RefusedException">The bucket is empty (429 with Retry-After).</exception>
    public void Take(HttpContext context, Caller? caller)
    {
        var bucket = caller is null
            ? new Bucket(context.Connection.RemoteIpAddress?.ToString() ?? "unknown", true)
            : new Bucket(caller.Credential.ToString(), caller.Person is null);
        using var lease = _limiter.AttemptAcquire(bucket);
        var remaining = _limiter.GetStatistics(bucket)?.CurrentAvailablePermits ?? 0;
        var headers = context.Response.Headers;
        headers["RateLimit-Limit"] = Text(BurstOf(bucket));
        headers["RateLimit-Remaining"] = Text(remaining);
        headers["RateLimit-Reset"] = Text(CeilingOf(BurstOf(bucket) - remaining, RateOf(bucket)));
        if (!lease.IsAcquired)
        {
            headers.RetryAfter = "1";
            throw new RefusedException("rate-limited", "Too many requests with this credential; wait a second.");
        }
    }

    public void Dispose() => _limiter.Dispose();

    private TokenBucketRateLimiterOptions OptionsOf(Bucket bucket) =>
        new()
        {
            TokenLimit = (int)BurstOf(bucket),
            TokensPerPeriod = (int)CeilingOf(RateOf(bucket), PeriodsPerSecond),
            ReplenishmentPeriod = TimeSpan.FromMilliseconds(1000 / PeriodsPerSecond),
            QueueLimit = 0,
        };

    private long BurstOf(Bucket bucket) => (long)_settings.Burst * FactorOf(bucket);

    private long RateOf(Bucket bucket) => (long)_settings.PerSecond * FactorOf(bucket);

    private int FactorOf(Bucket bucket) => bucket.Shared ? _settings.SharedFactor : 1;

    private static long CeilingOf(long amount, long divisor) => (amount + divisor - 1) / divisor;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private readonly record struct Bucket(string Id, bool Shared);
}
