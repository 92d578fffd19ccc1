"""What pages about looked-after children show, as rows that nothing can change."""
