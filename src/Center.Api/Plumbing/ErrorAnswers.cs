using System;
using System.Threading.Tasks;
using Center.Domain.Kernel;
using Center.Projections.EventStore;
using Center.Projections.People;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Center.Api.Plumbing;

/// <summary>Turns whatever goes wrong below into problem+json; an unexpected exception is a bug and is logged as one.</summary>
/// <param name="next">The rest of the pipeline.</param>
/// <param name="log">Where bugs go.</param>
internal sealed partial class ErrorAnswers(RequestDelegate next, ILogger<ErrorAnswers> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            RefuseNull(context.Request.Path.Value);
            await next(context);
            await DescribeBareStatusAsync(context);
        }
        catch (RefusedException refused)
        {
            await AnswerAsync(context, refused.Refusal);
        }
        catch (BadHttpRequestException bad)
        {
            await AnswerAsync(context, OfBadRequest(bad));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone; there is nobody to answer.
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (Exception lost) when (DatabaseFailure.IsPassing(lost) && !context.Response.HasStarted)
        {
            LogDatabase(lost);
            await AnswerAsync(context, new Refusal("overloaded", "The database did not answer; try again."));
        }
        catch (VaultUnreadableException unreadable)
        {
            LogVault(unreadable, context.Request.Method, context.Request.Path);
            await AnswerAsync(context, new Refusal("vault-unreadable", unreadable.Message));
        }
        catch (Exception bug) when (!context.Response.HasStarted)
        {
            LogBug(bug, context.Request.Method, context.Request.Path);
            await AnswerAsync(
                context,
                new Refusal("internal", "Something unexpected went wrong; it has been recorded.")
            );
        }
    }

    private static void RefuseNull(string? path)
    {
        if (path?.Contains('\0', StringComparison.Ordinal) == true)
        {
            throw new RefusedException("invalid-value", "A path holds no U+0000.");
        }
    }

    private static Refusal OfBadRequest(BadHttpRequestException bad) =>
        bad.StatusCode switch
        {
            StatusCodes.Status413PayloadTooLarge => new Refusal("too-large", "The request is too large."),
            StatusCodes.Status415UnsupportedMediaType => new Refusal(
                "unsupported-media-type",
                "Send application/json."
            ),
            _ => new Refusal("invalid-value", "A part of the address or of the request has a wrong value."),
        };

    private static Task DescribeBareStatusAsync(HttpContext context)
    {
        var api = context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal);
        if (!api || context.Response.HasStarted || context.Response.ContentLength is not null)
        {
            return Task.CompletedTask;
        }

        return context.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => AnswerAsync(
                context,
                new Refusal("not-found", "There is nothing at this address.")
            ),
            StatusCodes.Status405MethodNotAllowed => AnswerAsync(
                context,
                new Refusal("method-not-allowed", "This address does not know the method.")
            ),
            StatusCodes.Status406NotAcceptable => AnswerAsync(
                context,
                new Refusal("not-acceptable", "Answers are JSON.")
            ),
            StatusCodes.Status415UnsupportedMediaType => AnswerAsync(
                context,
                new Refusal("unsupported-media-type", "A body is sent as application/json.")
            ),
            _ => Task.CompletedTask,
        };
    }

    private static Task AnswerAsync(HttpContext context, Refusal refusal) =>
        context.Response.HasStarted ? Task.CompletedTask : new ProblemAnswer(refusal).ExecuteAsync(context);

    [LoggerMessage(LogLevel.Error, "Unexpected failure of {Method} {Path}")]
    private partial void LogBug(Exception bug, string method, PathString path);

    [LoggerMessage(LogLevel.Error, "The vault does not open at {Method} {Path}")]
    private partial void LogVault(Exception unreadable, string method, PathString path);

    [LoggerMessage(LogLevel.Warning, "The database did not answer")]
    private partial void LogDatabase(Exception lost);
}
