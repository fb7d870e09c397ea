using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Npgsql;

namespace Center.Projections.EventStore;

/// <summary>Several questions that go to the database together and come back together.</summary>
public sealed class RoundTrip
{
    private readonly List<NpgsqlBatchCommand> _statements = [];
    private readonly List<Func<NpgsqlDataReader, CancellationToken, Task>> _reads = [];

    /// <summary>Adds a question.</summary>
    /// <param name="sql">One statement with positional parameters that answers with rows, if only with none.</param>
    /// <param name="read">Reads its rows.</param>
    /// <param name="parameters">Parameters in order.</param>
    public void Ask(
        string sql,
        Func<NpgsqlDataReader, CancellationToken, Task> read,
        params IReadOnlyList<NpgsqlParameter> parameters
    )
    {
        Do(sql, parameters);
        _reads.Add(read);
    }

    /// <summary>Adds a statement that answers with no rows.</summary>
    /// <param name="sql">One statement with positional parameters.</param>
    /// <param name="parameters">Parameters in order.</param>
    public void Do(string sql, params IReadOnlyList<NpgsqlParameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var statement = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            statement.Parameters.Add(parameter);
        }

        Add(statement);
    }

    /// <summary>Adds a statement that answers with no rows.</summary>
    /// <param name="statement">The statement.</param>
    internal void Add(NpgsqlBatchCommand statement) => _statements.Add(statement);

    /// <summary>Adds a question whose rows are read one by one.</summary>
    /// <param name="sql">One statement with positional parameters.</param>
    /// <param name="row">Called for each row.</param>
    /// <param name="parameters">Parameters in order.</param>
    public void AskRows(string sql, Action<NpgsqlDataReader> row, params IReadOnlyList<NpgsqlParameter> parameters) =>
        Ask(
            sql,
            async (reader, stopping) =>
            {
                while (await reader.ReadAsync(stopping))
                {
                    row(reader);
                }
            },
            parameters
        );

    /// <summary>Asks, and reads the answers in the order of the questions.</summary>
    /// <param name="connection">Open connection.</param>
    /// <param name="stopping">Gives up.</param>
    public async Task GoAsync(NpgsqlConnection connection, CancellationToken stopping)
    {
        if (_statements.Count == 0)
        {
            return;
        }

        await using var batch = new NpgsqlBatch(connection);
        _statements.ForEach(batch.BatchCommands.Add);
        await using var reader = await batch.ExecuteReaderAsync(stopping);
        foreach (var read in _reads)
        {
            await read(reader, stopping);
            await reader.NextResultAsync(stopping);
        }

        while (await reader.NextResultAsync(stopping))
        {
            // What a statement after the last question fails with is thrown here.
        }
    }
}
