using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Center.Projections.EventStore;
using Npgsql;
using Xunit;

namespace Center.Api.Tests.Bookings;

/// <summary>Holds up the admission of a centre, so that a batch grows behind the lock.</summary>
internal static class AdmissionLock
{
    /// <summary>Takes the lock until the end of the connection's transaction.</summary>
    public static async Task TakeAsync(NpgsqlConnection connection)
    {
        await using var command = connection.CreateCommand();
        command.CommandText =
            $"select pg_advisory_xact_lock({AdvisoryLocks.Admission}, hashtext('{CenterUnderTest.Centre}'))";
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
