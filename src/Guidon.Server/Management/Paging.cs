using System.Globalization;
using Guidon.Contracts;
using Microsoft.AspNetCore.WebUtilities;

namespace Guidon.Server.Management;

/// <summary>Which part of a list the caller wants: <c>?page=</c> from 1, <c>?page_size=</c> up to 999, which is also the default.</summary>
internal sealed class Paging
{
    internal const int SizeMax = 999;

    /// <summary>How far a list that grows without end is counted; beyond it <c>count</c> is this, or as many as were seen.</summary>
    internal const int CountMax = 10_000;

    private readonly HttpRequest _request;
    private readonly int? _page;
    private readonly int _size;

    internal Paging(HttpContext http)
    {
        _request = http.Request;
        _page = (string?)_request.Query["page"] is { Length: > 0 } page ? Number(page) : 1;
        // As the original does: a size that is none is taken for the default.
        _size = (string?)_request.Query["page_size"] is { } size && Number(size) is { } wanted and > 0 ? Math.Min(wanted, SizeMax) : SizeMax;
    }

    /// <returns><see langword="null"/> past the last page.</returns>
    internal Page<TMessage>? Of<T, TMessage>(IReadOnlyList<T> all, Func<IReadOnlyList<T>, IReadOnlyList<TMessage>> show)
    {
        var last = Math.Max(1, (all.Count + _size - 1) / _size);
        if (_page is not { } page || page < 1 || page > last) return null;
        IReadOnlyList<T> items = [.. all.Skip((page - 1) * _size).Take(_size)];
        return new Page<TMessage>(all.Count, page < last ? Address(page + 1) : null, page > 1 ? Address(page - 1) : null, show(items));
    }

    /// <summary>As above, without reading what is not on the page, for lists that grow without end: counted up to <see cref="CountMax"/>.</summary>
    /// <param name="ordered">In an order that leaves nothing open.</param>
    /// <param name="show">Makes messages of the page.</param>
    internal Page<TMessage>? Of<T, TMessage>(IQueryable<T> ordered, Func<IReadOnlyList<T>, IReadOnlyList<TMessage>> show)
    {
        if (_page is not { } page || page < 1 || page > int.MaxValue / SizeMax) return null;
        var before = (page - 1) * _size;
        List<T> items = [.. ordered.Skip(before).Take(_size + 1)];
        if (items.Count == 0 && page > 1) return null;
        // One more than the page has says that there is a next one; else this is the last, and nobody has to count.
        var (seen, hasNext) = (before + items.Count, items.Count > _size);
        var count = hasNext ? Math.Max(seen, ordered.Take(CountMax).Count()) : seen;
        return new Page<TMessage>(count, hasNext ? Address(page + 1) : null, page > 1 ? Address(page - 1) : null, show(hasNext ? items[..^1] : items));
    }

    /// <summary>As above, of what was found by looking at a part of a list: what was found is counted as far as above.</summary>
    /// <param name="look">Gives the ids of what is wanted, in order, as many as are asked for.</param>
    /// <param name="onwards">What a query says to look on from there; <see langword="null"/> when there is nothing behind.</param>
    /// <param name="show">Makes messages of the page.</param>
    internal Page<TMessage>? Of<TMessage>(Func<int, IReadOnlyList<long>> look, (string Name, long Value)? onwards, Func<IReadOnlyList<long>, IReadOnlyList<TMessage>> show)
    {
        if (_page is not { } page || page < 1 || page > int.MaxValue / SizeMax) return null;
        var before = (page - 1) * _size;
        var found = look(Math.Max(CountMax, before + _size + 1));
        if (found.Count <= before && page > 1) return null;
        var next = found.Count > before + _size ? Address(page + 1) : onwards is { } rest ? Address(1, rest) : null;
        return new Page<TMessage>(found.Count, next, page > 1 ? Address(page - 1) : null, show([.. found.Skip(before).Take(_size)]));
    }

    private string Address(int page, (string Name, long Value)? onwards = null)
    {
        var query = _request.Query.Where(pair => pair.Key != "page" && pair.Key != onwards?.Name).Append(new("page", page.ToString(CultureInfo.InvariantCulture)));
        if (onwards is { } rest) query = query.Append(new(rest.Name, rest.Value.ToString(CultureInfo.InvariantCulture)));
        return QueryHelpers.AddQueryString($"{_request.Scheme}://{_request.Host}{_request.PathBase}{_request.Path}", query);
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
