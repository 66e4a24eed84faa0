using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Guidon.Load;

/// <summary>What ASP.NET Core itself costs on this machine: reads the request, answers bytes from memory, does nothing else.</summary>
internal static class Floor
{
    internal static async Task RunAsync(string file, string address)
    {
        var answers = JsonSerializer.Deserialize<List<CapturedAnswer>>(await File.ReadAllTextAsync(file)) ?? [];
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(address).ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        var app = builder.Build();
        app.Run(context => AnswerAsync(context, answers));
        await app.RunAsync();
    }

    private static async Task AnswerAsync(HttpContext context, List<CapturedAnswer> answers)
    {
        var answer = Find(context.Request, answers);
        if (answer is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        // A server that answers a POST has read it.
        await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        foreach (var (name, value) in answer.Headers) context.Response.Headers[name] = value;
        await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }

    private static CapturedAnswer? Find(HttpRequest request, List<CapturedAnswer> answers)
    {
        foreach (var answer in answers)
        {
            if (answer.Method == request.Method && answer.PathAndQuery == request.Path.Value) return answer;
        }
        return null;
    }
}
