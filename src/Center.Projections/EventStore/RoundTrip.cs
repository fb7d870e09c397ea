using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Npgsql;

namespace Center.Projections.EventStore;

/// <summary>Several questions that go to the database together and come back together.</summary>
public sealed class RoundTrip
{
    private readonly List<(NpgsqlBatchCommand Question, Func<NpgsqlDataReader, CancellationToken, Task> Read)> _asked =
    [];

    /// <summary>Adds a question.</summary>
    /// <param name="sql">One statement with positional parameters.</param>
    /// <param name="read">Reads its rows.</param>
    /// <param name="parameters">Parameters in order.</param>
    public void Ask(
        string sql,
        Func<NpgsqlDataReader, CancellationToken, Task> read,
        params IReadOnlyList<NpgsqlParameter> parameters
    )
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var question = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            question.Parameters.Add(parameter);
        }

        _asked.Add((question, read));
    }

    /// <summary>Adds a statement without an answer.</summary>
    /// <param name="statement">The statement.</param>
    internal void Add(NpgsqlBatchCommand statement) => _asked.Add((statement, (_, _) => Task.CompletedTask));

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
        if (_asked.Count == 0)
        {
            return;
        }

        await using var batch = new NpgsqlBatch(connection);
        foreach (var (question, _) in _asked)
        {
            batch.BatchCommands.Add(question);
        }

        await using var reader = await batch.ExecuteReaderAsync(stopping);
        foreach (var (_, read) in _asked)
        {
            await read(reader, stopping);
            await reader.NextResultAsync(stopping);
        }
    }
}
